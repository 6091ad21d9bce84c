//! JSON as a tree, read by serde_json: whole numbers only, as the wire has no others.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

/// One value; its texts are those of what it was read from, where nothing in them is escaped.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`, and numbers that are negative, broken or over 64 bits.
    Null,
    Bool(bool),
    Number(u64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Reads a whole text; `None` when it is not JSON.
    pub fn parse(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// A field of an object.
    pub fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(held, _)| held == name).map(|(_, value)| value)
    }

    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(values) => Some(values),
            _ => None,
        }
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some((Name(name), value)) = map.next_entry()? {
            fields.push((name, value));
        }
        Ok(Json::Object(fields))
    }
}

/// Of a field.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(Tree)? {
            Json::Text(name) => Ok(Self(name)),
            _ => Ok(Self(Cow::Borrowed(""))),
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

/// Writes a text in quotes.
pub(super) fn quote(out: &mut String, text: &str) {
    // A string has no way to fail.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Writes a number.
pub(super) fn number(out: &mut String, number: u64) {
    if number >= 10 {
        self::number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let text = r#" {"a": [null, true, false, 12, -1, 1.5, []], "b": {"c": "x"}, "d": {}} "#;
        let list = vec![
            Json::Null,
            Json::Bool(true),
            Json::Bool(false),
            Json::Number(12),
            Json::Null,
            Json::Null,
            Json::List(vec![]),
        ];
        let fields = vec![
            ("a".into(), Json::List(list)),
            ("b".into(), Json::Object(vec![("c".into(), Json::Text("x".into()))])),
            ("d".into(), Json::Object(vec![])),
        ];
        assert_eq!(Json::parse(text), Some(Json::Object(fields)));
    }

    #[test]
    fn escapes_are_read_and_written() {
        let text = "\"\\\n\t\r\u{8}\u{c}\u{1}/안녕 \u{1f600}";
        let mut out = String::new();
        quote(&mut out, text);
        assert_eq!(out, r#""\"\\\n\t\r\b\f\u0001/안녕 😀""#);
        assert_eq!(Json::parse(&out), Some(Json::Text(text.into())));
        assert_eq!(Json::parse(r#""\ud83d\ude00\u00e9""#), Some(Json::Text("😀é".into())));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "",
            "{",
            "[1,",
            "[1 2]",
            "{\"a\"}",
            "{a:1}",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "nul",
            "1 1",
            "\"\\ud83d\\u0041\"",
        ] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
        assert_eq!(Json::parse(&"[".repeat(10_000)), None);
    }
}
