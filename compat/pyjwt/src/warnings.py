"""PyJWT's warnings, for filters that name them."""


class RemovedInPyjwt3Warning(DeprecationWarning):
    """Something was used that PyJWT 3 will remove."""


class InsecureKeyLengthWarning(UserWarning):
    """A secret shorter than its hash was used, as the program allowed. Otherwise, that is an
    `InvalidKeyError`.
    """
