"""The types of the options, by the functions that share them. Their names, order and defaults are those of the native module."""

MAKING_ONE = {
    "expires_in": "Length",
    "no_expiry": "bool",
    "audience": "Texts",
    "subject": "str",
    "not_before": "Time",
    "token_id": "str",
    "header": "Header | None",
    "now": "Time | None",
}
MAKING = MAKING_ONE | {
    "issuer": "str",
    "type": "str",
    "profile": "Profile",
    "enc": "ContentEncryption | str | None",
    "compress": "bool",
}
ISSUING = MAKING | {"lifetime": "Length"}
LIMITS = {
    "max_token_bytes": "int",
    "max_header_bytes": "int",
    "max_json_depth": "int",
    "max_inflated_bytes": "int",
    "max_attempts": "int",
    "max_pbes2_iterations": "int",
}
CHECKING_BYTES = LIMITS | {
    "algorithms": "Iterable[SignatureAlgorithm | str] | None",
    "key_management": "Iterable[KeyManagement | str] | None",
    "content_encryption": "Iterable[ContentEncryption | str] | None",
    "critical": "Iterable[str] | None",
    "payload": "Bytes | None",
    "require": 'Literal["any", "all"]',
}
CHECKING = CHECKING_BYTES | {
    "issuer": "Texts",
    "audience": "Texts",
    "subject": "str",
    "type": "Texts",
    "required_claims": "Iterable[str]",
    "max_age": "Length",
    "leeway": "Length",
    "now": "Time | None",
    "allow_missing_exp": "bool",
    "allow_any_audience": "bool",
    "allow_any_issuer": "bool",
    "allow_any_type": "bool",
    "allow_unsigned": "bool",
    "accept": "Iterable[Kind]",
    "profile": "Profile",
    "nonce": "str",
    "azp": "str",
}
