//! How the rows of `table.rs` become structs, and a list that can be read at run time.

/// The type of a row's field.
macro_rules! field {
    (flag) => { bool };
    (switch) => { bool };
    (limit) => { Option<u64> };
    (choice $type:ty) => { $type };
    ($kind:ident $type:ty) => { Option<$type> };
}

/// What a field holds if its option is not given.
macro_rules! not_given {
    (flag) => {
        false
    };
    (switch) => {
        true
    };
    (choice) => {
        Default::default()
    };
    ($kind:ident) => {
        None
    };
}

/// Reads the value of a member. It can be read as None only where null means "not given".
macro_rules! read {
    (flag $members:ident) => {
        $members.next_value()?
    };
    (switch $members:ident) => {
        $members.next_value()?
    };
    (choice $members:ident) => {
        $members.next_value()?
    };
    (nullable $members:ident) => {
        $members.next_value()?
    };
    // JSON cannot hold bytes and keys: the option is unknown here.
    (bytes $members:ident) => {
        Err(serde::de::Error::unknown_field("bytes", &[]))?
    };
    (beside $members:ident) => {
        Err(serde::de::Error::unknown_field("beside", &[]))?
    };
    ($kind:ident $members:ident) => {
        Some($members.next_value()?)
    };
}

/// The name of an option: that of its field, unless the row says otherwise.
macro_rules! wire_name {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $wire:literal) => {
        $wire
    };
}

/// Whether null means "not given" for a row that no struct holds: it does, unless the row says
/// otherwise.
macro_rules! null_of_handle {
    () => {
        true
    };
    (refused) => {
        false
    };
}

/// The form of a row's values.
macro_rules! form {
    (flag) => {
        crate::options::Form::Flag
    };
    (switch) => {
        crate::options::Form::Flag
    };
    (limit) => {
        crate::options::Form::Count
    };
    ($kind:ident $type:ty) => {
        <$type as crate::options::OptionForm>::FORM
    };
}

/// What applies if an option is not given, as text: what the row says, or what its kind implies.
macro_rules! default_text {
    ($kind:ident $name:ident [$default:literal] $($type:ty)?) => {
        Some($default.to_owned())
    };
    (flag $name:ident []) => {
        Some("false".to_owned())
    };
    (switch $name:ident []) => {
        Some("true".to_owned())
    };
    (limit $name:ident []) => {
        crate::limits::default_of(stringify!($name)).map(|limit| limit.to_string())
    };
    (choice $name:ident [] $type:ty) => {
        Some(<$type>::default().as_str().to_owned())
    };
    ($kind:ident $name:ident [] $type:ty) => {
        None
    };
}

/// Copies the limits that a set contains; a row of any other kind contributes none.
macro_rules! give_limit {
    (limit $name:ident $from:ident $to:ident) => {
        $to.$name = $from.$name;
    };
    ($kind:ident $name:ident $from:ident $to:ident) => {};
}

/// Generates a struct for each set, with all rows of all blocks that name it, and the list of all
/// rows.
macro_rules! option_table {
    (
        sets { $($(#[doc = $doc:literal])+ $set:ident for $($function:literal),+;)+ }
        handles { $($handle_heading:literal [$($handle_set:ident),+] {
            $($(#[doc = $handle_doc:literal])+ $(#[null($null:ident)])? $(#[only($($handle_only:literal),+)])? $handle:ident: $handle_type:literal;)+
        })+ }
        rows $blocks:tt
    ) => {
        $(crate::options::macros::option_set! { ($) $set [$($doc)+] $blocks })+

        /// Every set: its name, what it is for, and the functions that take it.
        pub(super) const SETS: &[(&str, &str, &[&str])] = &[$((stringify!($set), concat!($($doc),+), &[$($function),+])),+];

        /// The rows that no struct holds.
        pub(super) fn handles() -> Vec<crate::options::Listed> {
            let mut listed = Vec::new();
            $({
                const SETS: &[&str] = &[$(stringify!($handle_set)),+];
                $(listed.push(crate::options::Listed {
                    sets: SETS,
                    row: crate::options::OptionRow {
                        name: stringify!($handle),
                        heading: $handle_heading,
                        description: concat!($($handle_doc),+).trim_start(),
                        form: crate::options::Form::Handle($handle_type),
                        null_is_absent: crate::options::macros::null_of_handle!($($null)?),
                        default: None,
                        waives: None,
                        functions: vec![$($($handle_only),+)?],
                    },
                });)+
            })+
            listed
        }

        crate::options::macros::option_list! { $blocks }
    };
}

/// Finds the blocks that name a set, and generates its struct. `$d` is a dollar sign, for the macro
/// that looks for this one name.
macro_rules! option_set {
    (($d:tt) $set:ident $doc:tt $blocks:tt) => {
        macro_rules! find {
            ($d found:tt {}) => {
                crate::options::macros::option_struct! { $set $doc $d found }
            };
            // The block names the set.
            ([$d ($d found:tt)*] { $d heading:literal [$set $d ($d others:tt)*] $d rows:tt $d ($d more:tt)* }) => {
                find! { [$d ($d found)* $d rows] { $d ($d more)* } }
            };
            // The first name is a different one: look at the next.
            ($d found:tt { $d heading:literal [$d other:ident $d (, $d others:ident)*] $d rows:tt $d ($d more:tt)* }) => {
                find! { $d found { $d heading [$d ($d others),*] $d rows $d ($d more)* } }
            };
            ($d found:tt { $d heading:literal [] $d rows:tt $d ($d more:tt)* }) => {
                find! { $d found { $d ($d more)* } }
            };
        }
        find! { [] $blocks }
    };
}

/// Generates the struct of a set from the rows that were found for it.
macro_rules! option_struct {
    ($set:ident [$($doc:literal)+] [$({
        $($(#[doc = $row_doc:literal])+ $(#[default($default:literal)])? $(#[waives($waives:literal)])? $(#[only($($only:literal),+)])?
        $kind:ident $name:ident $(as $wire:literal)? $(: $type:ty)?;)+
    })+]) => {
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq)]
        pub struct $set {
            $($($(#[doc = $row_doc])+ pub $name: crate::options::macros::field!($kind $($type)?),)+)+
        }

        impl Default for $set {
            fn default() -> Self {
                Self { $($($name: crate::options::macros::not_given!($kind),)+)+ }
            }
        }

        impl std::fmt::Debug for $set {
            /// Lists the names of the given options without their values, which may be claims,
            /// headers and payloads.
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let not_given = Self::default();
                let mut shown = formatter.debug_struct(stringify!($set));
                $($(if self.$name != not_given.$name {
                    shown.field(stringify!($name), &format_args!(".."));
                })+)+
                shown.finish()
            }
        }

        impl $set {
            /// The limits that were given, out of those that the set has.
            #[allow(dead_code, unused_mut, unused_variables)] // most sets have none
            pub(crate) fn given_limits(&self) -> crate::options::GivenLimits {
                let (given, mut limits) = (self, crate::options::GivenLimits::default());
                $($(crate::options::macros::give_limit!($kind $name given limits);)+)+
                limits
            }
        }

        impl<'de> serde::Deserialize<'de> for $set {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;

                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $set;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str("an object of options")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut members: A) -> Result<$set, A::Error> {
                        let (mut options, mut seen) = ($set::default(), Vec::new());
                        while let Some(name) = members.next_key::<String>()? {
                            if seen.contains(&name) {
                                return Err(serde::de::Error::custom("an option is given twice"));
                            }
                            match name.as_str() {
                                $($(crate::options::macros::wire_name!($name $($wire)?) =>
                                    options.$name = crate::options::macros::read!($kind members),)+)+
                                _ => return Err(serde::de::Error::unknown_field(&name, &[])),
                            }
                            seen.push(name);
                        }
                        Ok(options)
                    }
                }

                const NAMES: &[&str] = &[$($(crate::options::macros::wire_name!($name $($wire)?),)+)+];
                deserializer.deserialize_struct(stringify!($set), NAMES, Members)
            }
        }
    };
}

/// Lists the rows of all blocks, each with the sets that contain it.
macro_rules! option_list {
    ({ $($heading:literal [$($set:ident),+] {
        $($(#[doc = $doc:literal])+ $(#[default($default:literal)])? $(#[waives($waives:literal)])? $(#[only($($only:literal),+)])?
        $kind:ident $name:ident $(as $wire:literal)? $(: $type:ty)?;)+
    })+ }) => {
        /// The rows that the structs hold.
        pub(super) fn rows() -> Vec<crate::options::Listed> {
            let mut listed = Vec::new();
            $({
                const SETS: &[&str] = &[$(stringify!($set)),+];
                $(listed.push(crate::options::Listed {
                    sets: SETS,
                    row: crate::options::OptionRow {
                        name: crate::options::macros::wire_name!($name $($wire)?),
                        heading: $heading,
                        description: concat!($($doc),+).trim_start(),
                        form: crate::options::macros::form!($kind $($type)?),
                        null_is_absent: matches!(stringify!($kind), "nullable" | "bytes"),
                        default: crate::options::macros::default_text!($kind $name [$($default)?] $($type)?),
                        waives: [$($waives,)?].first().copied(),
                        functions: vec![$($($only),+)?],
                    },
                });)+
            })+
            listed
        }
    };
}

pub(crate) use {
    default_text, field, form, give_limit, not_given, null_of_handle, option_list, option_set, option_struct,
    option_table, read, wire_name,
};
