"""What docs/kms.md uses of azure-identity."""


class DefaultAzureCredential:
    pass
