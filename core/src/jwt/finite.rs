//! Serializing claims without losing any: a number that JSON cannot represent is refused;
//! serde_json would write null.

use std::cell::Cell;
use std::fmt::Display;

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::jwt::text;

/// A value whose floating-point numbers must be finite, however deep they are.
pub(super) struct Finite<'a, T: ?Sized>(pub(super) &'a T);

impl<T: Serialize + ?Sized> Serialize for Finite<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(FiniteSerializer {
            inner: serializer,
            place: Place::Inside,
        })
    }
}

/// What is given a text.
pub(super) type Told<'t> = &'t mut dyn FnMut(&str);

/// The same for a whole: where it is [`JsonText`](crate::JsonText), `told` is given the text as it
/// is, and nothing of use is serialized.
pub(super) struct Whole<'a, 't, T: ?Sized>(pub(super) &'a T, pub(super) Cell<Option<Told<'t>>>);

impl<T: Serialize + ?Sized> Serialize for Whole<'_, '_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = self.1.take().map_or(Place::Inside, Place::Whole);
        self.0.serialize(FiniteSerializer {
            inner: serializer,
            place,
        })
    }
}

/// A serializer that checks every number on the way.
struct FiniteSerializer<'t, S> {
    inner: S,
    place: Place<'t>,
}

/// Where a value is.
enum Place<'t> {
    /// In another, or one that may be no text.
    Inside,
    /// In no other.
    Whole(Told<'t>),
    /// It is a text, and in no other.
    Text(Told<'t>),
}

/// One of its compounds.
struct FiniteCompound<S>(S);

/// Methods that only hand on.
macro_rules! hand_on {
    ($($method:ident($($name:ident: $type:ty),*);)+) => {
        $(fn $method(self, $($name: $type),*) -> Result<S::Ok, S::Error> { self.inner.$method($($name),*) })+
    };
}

/// Methods that open a compound.
macro_rules! open {
    ($($method:ident($($name:ident: $type:ty),*) -> $compound:ident;)+) => {
        $(fn $method(self, $($name: $type),*) -> Result<Self::$compound, S::Error> { self.inner.$method($($name),*).map(FiniteCompound) })+
    };
}

impl<S: Serializer> Serializer for FiniteSerializer<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = FiniteCompound<S::SerializeSeq>;
    type SerializeTuple = FiniteCompound<S::SerializeTuple>;
    type SerializeTupleStruct = FiniteCompound<S::SerializeTupleStruct>;
    type SerializeTupleVariant = FiniteCompound<S::SerializeTupleVariant>;
    type SerializeMap = FiniteCompound<S::SerializeMap>;
    type SerializeStruct = FiniteCompound<S::SerializeStruct>;
    type SerializeStructVariant = FiniteCompound<S::SerializeStructVariant>;

    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        if value.is_finite() {
            self.inner.serialize_f32(value)
        } else {
            Err(not_finite())
        }
    }

    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        if value.is_finite() {
            self.inner.serialize_f64(value)
        } else {
            Err(not_finite())
        }
    }

    fn serialize_str(self, value: &str) -> Result<S::Ok, S::Error> {
        let Place::Text(told) = self.place else {
            return self.inner.serialize_str(value);
        };
        told(value);
        self.inner.serialize_unit()
    }

    hand_on! {
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_i128(value: i128);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_u128(value: u128);
        serialize_char(value: char);
        serialize_bytes(value: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    open! {
        serialize_seq(length: Option<usize>) -> SerializeSeq;
        serialize_tuple(length: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> SerializeTupleVariant;
        serialize_map(length: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, length: usize) -> SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&Finite(value))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        match self.place {
            // What other serializers are given is checked first to be one value, and nothing more;
            // the strict pass is the better check.
            Place::Whole(told) if name == text::NAME => value.serialize(FiniteSerializer {
                inner: self.inner,
                place: Place::Text(told),
            }),
            _ => self.inner.serialize_newtype_struct(name, &Finite(value)),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner
            .serialize_newtype_variant(name, index, variant, &Finite(value))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        !matches!(self.place, Place::Text(_)) && self.inner.is_human_readable()
    }
}

fn not_finite<E: serde::ser::Error>() -> E {
    E::custom("JSON has no number that is not finite")
}

/// A compound whose members are values, with a name or without.
macro_rules! compound {
    ($($trait:ident: $method:ident($($name:ident: $type:ty)?);)+) => {
        $(impl<S: $trait> $trait for FiniteCompound<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, $($name: $type,)? value: &T) -> Result<(), S::Error> {
                self.0.$method($($name,)? &Finite(value))
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        })+
    };
}

compound! {
    SerializeSeq: serialize_element();
    SerializeTuple: serialize_element();
    SerializeTupleStruct: serialize_field();
    SerializeTupleVariant: serialize_field();
    SerializeStruct: serialize_field(name: &'static str);
    SerializeStructVariant: serialize_field(name: &'static str);
}

impl<S: SerializeMap> SerializeMap for FiniteCompound<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(&Finite(key))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Finite(value))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{json, value::RawValue};

    use super::*;

    fn write<T: Serialize>(value: T) -> Option<String> {
        serde_json::to_string(&Finite(&value)).ok()
    }

    #[test]
    fn everything_else_is_written_as_it_was() {
        #[derive(serde::Serialize)]
        enum Any {
            Unit,
            New(f64),
            Tuple(u8, Option<&'static str>),
            Struct { a: [i128; 2], b: (), c: char },
        }
        let all = (
            Any::Unit,
            Any::New(1.5),
            Any::Tuple(1, None),
            Any::Struct {
                a: [-1, 2],
                b: (),
                c: 'x',
            },
            json!({ "k": [1, null, 2.5] }),
        );
        assert_eq!(write(&all), serde_json::to_string(&all).ok());
        let raw = RawValue::from_string("123456789012345678901234567890".to_owned()).unwrap();
        assert_eq!(
            write(BTreeMap::from([("big", raw)])).unwrap(),
            r#"{"big":123456789012345678901234567890}"#
        );
        assert_eq!(
            write(BTreeMap::from([(7, Some(0.5_f32))])).unwrap(),
            r#"{"7":0.5}"#
        );
    }

    #[test]
    fn a_number_that_is_not_finite_is_refused_at_any_depth() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(write(BTreeMap::from([("a", bad)])), None);
            assert_eq!(write([Some(BTreeMap::from([("a", ((bad,), 1))]))]), None);
        }
        assert_eq!(write([f32::NAN]), None);
    }
}
