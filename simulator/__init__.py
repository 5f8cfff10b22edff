"""What happens: the engines that play scenarios and count what comes out."""
