"""The rules: SOP files, and the services every floor stands on (language, documents, problems)."""
