//! The languages people read Baton in, and what to fall back on where a sentence is missing.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use crate::ids::BadName;

/// A language a person or a place may choose. English is complete; the others fall back on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    #[default]
    English,
    Indonesian,
    Vietnamese,
    Dutch,
    SimplifiedChinese,
    TraditionalChinese,
}

use Language::*;

impl Language {
    pub const ALL: [Language; 6] =
        [English, Indonesian, Vietnamese, Dutch, SimplifiedChinese, TraditionalChinese];

    /// The BCP 47 tag, as it stands in files: `id`, `zh-Hans`.
    pub fn tag(self) -> &'static str {
        match self {
            English => "en",
            Indonesian => "id",
            Vietnamese => "vi",
            Dutch => "nl",
            SimplifiedChinese => "zh-Hans",
            TraditionalChinese => "zh-Hant",
        }
    }

    /// What the language calls itself, for a list to choose from.
    pub fn own_name(self) -> &'static str {
        match self {
            English => "English",
            Indonesian => "Bahasa Indonesia",
            Vietnamese => "Tiếng Việt",
            Dutch => "Nederlands",
            SimplifiedChinese => "简体中文",
            TraditionalChinese => "繁體中文",
        }
    }

    /// Where a sentence is looked for, best first; always ends in English.
    pub fn chain(self) -> &'static [Language] {
        match self {
            English => &[English],
            Indonesian => &[Indonesian, English],
            Vietnamese => &[Vietnamese, English],
            Dutch => &[Dutch, English],
            SimplifiedChinese => &[SimplifiedChinese, English],
            TraditionalChinese => &[TraditionalChinese, SimplifiedChinese, English],
        }
    }

    /// For plural rules.
    pub(super) fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// Names by which people and platforms call a language, in small letters with `-` between parts.
/// A longer tag is cut from the right until it is found here: `en-us-posix` is read as `en`.
const CALLED: &[(&str, Language)] = &[
    ("en", English),
    ("english", English),
    ("inggris", English),
    ("id", Indonesian),
    ("in", Indonesian),
    ("ind", Indonesian),
    ("bahasa", Indonesian),
    ("indonesia", Indonesian),
    ("indonesian", Indonesian),
    ("vi", Vietnamese),
    ("vn", Vietnamese),
    ("tiếng-việt", Vietnamese),
    ("tieng-viet", Vietnamese),
    ("vietnamese", Vietnamese),
    ("nl", Dutch),
    ("dutch", Dutch),
    ("nederlands", Dutch),
    ("zh", SimplifiedChinese),
    ("cn", SimplifiedChinese),
    ("chinese", SimplifiedChinese),
    ("simplified", SimplifiedChinese),
    ("chinese-simplified", SimplifiedChinese),
    ("中文", SimplifiedChinese),
    ("简体", SimplifiedChinese),
    ("简体中文", SimplifiedChinese),
    ("zh-hant", TraditionalChinese),
    ("zh-tw", TraditionalChinese),
    ("zh-hk", TraditionalChinese),
    ("zh-mo", TraditionalChinese),
    ("tw", TraditionalChinese),
    ("traditional", TraditionalChinese),
    ("chinese-traditional", TraditionalChinese),
    ("繁體", TraditionalChinese),
    ("繁體中文", TraditionalChinese),
];

impl FromStr for Language {
    type Err = BadName;

    /// Reads `zh-CN`, `zh_TW`, `en_GB.UTF-8`, `Indonesian`, `Bahasa Indonesia`.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let lower = typed.trim().to_lowercase();
        let bare = lower.split(['.', '@']).next().unwrap_or_default();
        let parts: Vec<&str> =
            bare.split(['-', '_', ' ', '(', ')']).filter(|part| !part.is_empty()).collect();
        (1..=parts.len())
            .rev()
            .map(|length| parts[..length].join("-"))
            .find_map(|name| CALLED.iter().find(|(called, _)| *called == name))
            .map(|(_, language)| *language)
            .ok_or_else(|| BadName {
                typed: typed.to_owned(),
                wanted: "a language, such as `en`, `id`, `vi`, `nl`, `zh-Hans` or `zh-Hant`",
            })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.tag())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_tag_and_by_its_own_name() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse(), Ok(language));
            assert_eq!(language.own_name().parse(), Ok(language));
            assert_eq!(language.chain().first(), Some(&language));
            assert_eq!(language.chain().last(), Some(&English));
        }
    }

    #[test]
    fn languages_are_read_as_platforms_and_people_write_them() {
        let cases = [
            ("en-US", English),
            ("en_GB.UTF-8", English),
            ("Indonesian", Indonesian),
            ("Bahasa Indonesia", Indonesian),
            ("id-ID", Indonesian),
            (" NL ", Dutch),
            ("nl-BE", Dutch),
            ("vi-VN", Vietnamese),
            ("zh", SimplifiedChinese),
            ("zh-CN", SimplifiedChinese),
            ("zh_SG", SimplifiedChinese),
            ("zh-TW", TraditionalChinese),
            ("zh_TW.UTF-8", TraditionalChinese),
            ("zh-Hant-HK", TraditionalChinese),
            ("Chinese (Traditional)", TraditionalChinese),
        ];
        for (typed, language) in cases {
            assert_eq!(typed.parse(), Ok(language), "{typed}");
        }
    }

    #[test]
    fn an_unknown_language_is_refused_with_the_known_ones() {
        let wrong = "klingon".parse::<Language>().unwrap_err().to_string();
        assert!(Language::ALL.iter().all(|language| wrong.contains(language.tag())), "{wrong}");
        assert!("".parse::<Language>().is_err());
    }
}
