"""The app in a browser: sign-in before anything is started, bounded, loopback unless told."""
