//! A verb's form as a Slack modal, and what a filled one says.

use baton_commands::grammar::{Field, FieldKind, Form, Offer, Sources, form_line};
use baton_commands::ids::PersonId;
use baton_commands::say;
use baton_commands::verbs::CATALOGUE;
use baton_commands::voice::Voice;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use slack_morphism::prelude::{
    SlackBlock, SlackBlockCheckboxesElement, SlackBlockChoiceItem,
    SlackBlockMultiStaticSelectElement, SlackBlockMultiUsersSelectElement,
    SlackBlockPlainTextInputElement, SlackBlockPlainTextOnly, SlackBlockStaticSelectElement,
    SlackBlockText, SlackBlockUsersSelectElement, SlackInputBlock, SlackInputBlockElement,
    SlackModalView, SlackSectionBlock, SlackView,
};

use super::blocks::plain;
use super::cut::{length, shortened};
use super::style::Book;

/// The `callback_id` of our forms.
pub const FORM: &str = "form";
/// The only element of each field.
const VALUE: &str = "value";
/// Characters of a modal's title and of its two buttons.
const TITLE_MAX: usize = 24;
/// Characters of a field's label and of the hint below it.
const LABEL_MAX: usize = 2_000;
/// Characters that somebody may write.
const TEXT_MAX: usize = 3_000;
/// Options of a menu; where there are more, one types.
const OPTIONS_MAX: usize = 100;
/// Characters of an option as it is shown, and of its value.
const OPTION_MAX: usize = 75;
/// Blocks of a modal.
const FIELDS_MAX: usize = 99;
/// What a switch that is on says.
const ON: &str = "yes";

/// What a form carries through Slack: whose answer goes where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Carried {
    /// `incident.open`
    pub form: String,
    /// The channel in which it was asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub channel: String,
    /// The channel's name there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The message in whose thread it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
}

/// All that a form is made of.
pub struct Blank<'a> {
    pub form: &'a Form,
    /// What is filled in already.
    pub given: &'a [(String, String)],
    pub carried: &'a Carried,
    pub voice: &'a Voice<'a>,
    pub offers: &'a dyn Sources,
    pub book: &'a dyn Book,
}

impl Blank<'_> {
    /// The modal for `views.open`.
    pub fn modal(&self) -> SlackView {
        let title = format!("/{}", self.form.id.replace('.', " "));
        let about = SlackSectionBlock::new().with_text(plain(&self.form.title, LABEL_MAX).into());
        let fields = self.form.fields.iter().take(FIELDS_MAX).map(|field| self.input(field));
        let blocks = std::iter::once(about.into()).chain(fields).collect();
        let word = |words| plain(&self.voice.sentence(words), TITLE_MAX);
        SlackView::Modal(
            SlackModalView::new(plain(&title, TITLE_MAX), blocks)
                .with_callback_id(FORM.into())
                .with_submit(word(&say!("form-send")))
                .with_close(word(&say!("form-leave")))
                .with_private_metadata(json!(self.carried).to_string()),
        )
    }

    fn input(&self, field: &Field) -> SlackBlock {
        let hint = (!field.help.is_empty()).then(|| plain(&field.help, LABEL_MAX));
        SlackInputBlock::new(plain(&field.label, LABEL_MAX), self.element(field))
            .with_block_id(field.name.clone().into())
            .with_optional(!field.required)
            .opt_hint(hint)
            .into()
    }

    /// What of a field is filled in: lists one by one.
    fn given(&self, field: &Field) -> Vec<&str> {
        let given = self.given.iter().filter(|(name, _)| *name == field.name);
        let words = given.flat_map(|(_, value)| match field.many {
            true => value.split(',').collect(),
            false => vec![value.as_str()],
        });
        words.map(str::trim).filter(|word| !word.is_empty()).collect()
    }

    fn element(&self, field: &Field) -> SlackInputBlockElement {
        let given = self.given(field);
        match &field.kind {
            FieldKind::Line | FieldKind::Time | FieldKind::Stretch => typed(&given, false),
            FieldKind::Paragraph => typed(&given, true),
            FieldKind::Switch => switch(field, &given),
            FieldKind::Choice => {
                let choice = |text: &String| Offer { text: text.clone(), about: String::new() };
                self.menu(field, &field.choices.iter().map(choice).collect::<Vec<_>>(), &given)
            }
            FieldKind::Lookup(of) if of == "@WHO" || of == "WHO" => self.people(field, &given),
            FieldKind::Lookup(of) => {
                let noun = self.form.id.split('.').next().unwrap_or_default();
                self.menu(field, &self.offers.offers(of, noun, ""), &given)
            }
        }
    }

    /// A menu, or a line to type where there is nothing to choose from, too much, or something else was given.
    fn menu(&self, field: &Field, offers: &[Offer], given: &[&str]) -> SlackInputBlockElement {
        let options: Vec<Choice> = offers.iter().filter_map(option).collect();
        let chosen: Vec<Choice> = given.iter().filter_map(|word| find(&options, word)).collect();
        let fits = (1..=OPTIONS_MAX).contains(&options.len()) && options.len() == offers.len();
        if !fits || chosen.len() < given.len() {
            return typed(given, false);
        }
        let chosen = (!chosen.is_empty()).then_some(chosen);
        if field.many {
            return SlackBlockMultiStaticSelectElement::new()
                .with_action_id(VALUE.into())
                .with_options(options)
                .opt_initial_options(chosen)
                .into();
        }
        SlackBlockStaticSelectElement::new()
            .with_action_id(VALUE.into())
            .with_options(options)
            .opt_initial_option(chosen.and_then(|chosen| chosen.into_iter().next()))
            .into()
    }

    /// Slack's own menu of people; somebody whose account is not known is typed.
    fn people(&self, field: &Field, given: &[&str]) -> SlackInputBlockElement {
        let account = |word: &&str| self.book.user(&PersonId::new(word.trim_start_matches('@')));
        let chosen: Vec<String> = given.iter().filter_map(account).collect();
        if chosen.len() < given.len() {
            return typed(given, false);
        }
        let chosen = (!chosen.is_empty()).then_some(chosen);
        if field.many {
            return SlackBlockMultiUsersSelectElement::new()
                .with_action_id(VALUE.into())
                .opt_initial_users(chosen)
                .into();
        }
        SlackBlockUsersSelectElement::new()
            .with_action_id(VALUE.into())
            .opt_initial_user(chosen.and_then(|chosen| chosen.into_iter().next()))
            .into()
    }
}

/// One entry of a menu.
type Choice = SlackBlockChoiceItem<SlackBlockPlainTextOnly>;

fn typed(given: &[&str], long: bool) -> SlackInputBlockElement {
    let value = (!given.is_empty()).then(|| shortened(&given.join(", "), TEXT_MAX));
    SlackBlockPlainTextInputElement::new()
        .with_action_id(VALUE.into())
        .with_multiline(long)
        .with_max_length(TEXT_MAX as u64)
        .opt_initial_value(value)
        .into()
}

fn switch(field: &Field, given: &[&str]) -> SlackInputBlockElement {
    let text = SlackBlockText::from(plain(&field.label, OPTION_MAX));
    let option = SlackBlockChoiceItem::new(text, ON.to_owned());
    SlackBlockCheckboxesElement::new(vec![option.clone()])
        .with_action_id(VALUE.into())
        .opt_initial_options((!given.is_empty()).then(|| vec![option]))
        .into()
}

/// None: Slack does not carry it.
fn option(offer: &Offer) -> Option<Choice> {
    let shown = match offer.about.is_empty() {
        true => offer.text.clone(),
        false => format!("{} · {}", offer.text, offer.about),
    };
    let fits = !offer.text.is_empty() && length(&offer.text) <= OPTION_MAX;
    fits.then(|| Choice::new(plain(&shown, OPTION_MAX), offer.text.clone()))
}

fn find(options: &[Choice], word: &str) -> Option<Choice> {
    options.iter().find(|option| option.value.eq_ignore_ascii_case(word)).cloned()
}

/// A form that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub carried: Carried,
    /// The command line that it stands for.
    pub line: String,
    /// Its first field: where a refusal is shown.
    pub first: Option<String>,
}

/// Reads a submitted view; `person` says whose account one is. None: it is no form of ours, or of an older version.
pub fn filled(view: &Value, person: impl Fn(&str) -> Option<PersonId>) -> Option<Filled> {
    let carried: Carried = serde_json::from_str(view["private_metadata"].as_str()?).ok()?;
    let (noun, name) = carried.form.split_once('.')?;
    let verb = CATALOGUE.verb(noun, name)?;
    let values = view["state"]["values"].as_object()?;
    let mut fields = Vec::new();
    for (field, elements) in values {
        let element = elements.as_object().and_then(|elements| elements.values().next());
        if let Some(said) = element.and_then(|element| said(element, &person)) {
            fields.push((field.clone(), said));
        }
    }
    let line = form_line(verb, &fields).ok()?;
    let blocks = view["blocks"].as_array();
    let first = blocks.into_iter().flatten().find_map(|block| {
        (block["type"] == "input").then(|| block["block_id"].as_str().map(str::to_owned)).flatten()
    });
    Some(Filled { carried, line, first })
}

/// What one element says, whatever kind it is of. None: nothing.
fn said(element: &Value, person: &impl Fn(&str) -> Option<PersonId>) -> Option<String> {
    let handle = |account: &str| match person(account) {
        Some(person) => format!("@{person}"),
        None => format!("<@{account}>"),
    };
    let many = |key: &str, word: &dyn Fn(&Value) -> Option<String>| {
        let words: Vec<String> = element[key].as_array()?.iter().filter_map(word).collect();
        (!words.is_empty()).then(|| words.join(","))
    };
    let value = element["value"].as_str().map(str::to_owned);
    let option = element["selected_option"]["value"].as_str().map(str::to_owned);
    let user = element["selected_user"].as_str().map(handle);
    value
        .or(option)
        .or(user)
        .or_else(|| many("selected_options", &|it| Some(it["value"].as_str()?.to_owned())))
        .or_else(|| many("selected_users", &|it| Some(handle(it.as_str()?))))
}
