"""PyJWT's warnings, for filters that name them."""


class RemovedInPyjwt3Warning(DeprecationWarning):
    """Something was used that PyJWT 3 will not have."""


class InsecureKeyLengthWarning(UserWarning):
    """Never issued: a key that is too short is an `InvalidKeyError`."""
