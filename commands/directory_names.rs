//! Names of the organisation as people type them: known, or refused with the nearest right one.

use crate::change::Change;
use crate::decision::Refusal;
use crate::directory::{
    Client, Department, Device, Directory, Manifest, Service, Template, Vendor,
};
use crate::grammar::{Who, nearest};
use crate::ids::{
    ClientId, DeptId, ManifestId, PersonId, ProjectId, Serial, ServiceId, TemplateId, VendorId,
};
use crate::say;
use crate::words::Words;

fn unknown<'a>(kind: Words, typed: &str, names: impl Iterator<Item = &'a str>) -> Refusal {
    let names: Vec<&str> = names.collect();
    let refusal = Refusal::new(say!("name-unknown", kind = kind, typed = typed));
    match nearest(typed, names) {
        Some(near) => {
            refusal.hint(say!("name-nearest", name = crate::words::Arg::Line(near.to_owned())))
        }
        None => refusal,
    }
}

/// A department by its slug.
pub fn department<'a>(directory: &'a Directory, slug: &DeptId) -> Result<&'a Department, Refusal> {
    let names = directory.departments.keys().map(DeptId::as_str);
    directory.department(slug).ok_or_else(|| unknown(say!("kind-department"), slug.as_str(), names))
}

/// A client, if one was named.
pub fn client<'a>(
    directory: &'a Directory,
    slug: Option<&ClientId>,
) -> Result<Option<&'a Client>, Refusal> {
    let Some(slug) = slug else { return Ok(None) };
    let names = directory.clients.keys().map(ClientId::as_str);
    let found = directory.client(slug);
    found.map(Some).ok_or_else(|| unknown(say!("kind-client"), slug.as_str(), names))
}

/// A service, if one was named.
pub fn service<'a>(
    directory: &'a Directory,
    slug: Option<&ServiceId>,
) -> Result<Option<&'a Service>, Refusal> {
    let Some(slug) = slug else { return Ok(None) };
    let names = directory.services.keys().map(ServiceId::as_str);
    let found = directory.service(slug);
    found.map(Some).ok_or_else(|| unknown(say!("kind-service"), slug.as_str(), names))
}

/// A device, if one was named.
pub fn device<'a>(
    directory: &'a Directory,
    serial: Option<&Serial>,
) -> Result<Option<&'a Device>, Refusal> {
    let Some(serial) = serial else { return Ok(None) };
    let names = directory.devices.keys().map(Serial::as_str);
    let found = directory.device(serial);
    found.map(Some).ok_or_else(|| unknown(say!("kind-device"), serial.as_str(), names))
}

/// A change template.
pub fn template<'a>(directory: &'a Directory, name: &TemplateId) -> Result<&'a Template, Refusal> {
    let names = directory.templates.keys().map(TemplateId::as_str);
    let found = directory.templates.get(name);
    found.ok_or_else(|| unknown(say!("kind-template"), name.as_str(), names))
}

/// An install manifest.
pub fn manifest<'a>(directory: &'a Directory, name: &ManifestId) -> Result<&'a Manifest, Refusal> {
    let names = directory.manifests.keys().map(ManifestId::as_str);
    let found = directory.manifests.get(name);
    found.ok_or_else(|| unknown(say!("kind-manifest"), name.as_str(), names))
}

/// A module of the product that a change installs (CHG-8), with the product.
pub fn module<'a>(
    directory: &'a Directory,
    change: &Change,
    key: &str,
) -> Result<&'a Manifest, Refusal> {
    let Some(name) = &change.manifest else {
        let refusal = Refusal::new(say!("module-of-nothing", id = change.id)).about(change.id);
        return Err(refusal.hint(say!("module-of-nothing-hint")));
    };
    let manifest = manifest(directory, name)?;
    let names = manifest.modules.iter().map(|it| it.task.key.as_str());
    let found = manifest.module(key).map(|_| manifest);
    found.ok_or_else(|| unknown(say!("kind-module"), key, names).about(change.id))
}

/// A project of a client, if one was named.
pub fn project(
    directory: &Directory,
    client: Option<&ClientId>,
    slug: Option<&ProjectId>,
) -> Result<(), Refusal> {
    let Some(slug) = slug else { return Ok(()) };
    let projects = client.and_then(|it| directory.client(it)).map(|it| &it.projects);
    if projects.is_some_and(|projects| projects.contains_key(slug)) {
        return Ok(());
    }
    let names = projects.into_iter().flat_map(|projects| projects.keys().map(ProjectId::as_str));
    Err(unknown(say!("kind-project"), slug.as_str(), names))
}

/// A vendor.
pub fn vendor<'a>(directory: &'a Directory, slug: &VendorId) -> Result<&'a Vendor, Refusal> {
    let names = directory.vendors.keys().map(VendorId::as_str);
    directory.vendor(slug).ok_or_else(|| unknown(say!("kind-vendor"), slug.as_str(), names))
}

/// A person, by handle.
pub fn person(directory: &Directory, who: &Who) -> Result<PersonId, Refusal> {
    let names = directory.people.keys().map(PersonId::as_str);
    let typed = who.to_string();
    let typed = typed.trim_start_matches('@');
    let found = directory.people.get_key_value(typed).map(|(handle, _)| handle.clone());
    found.ok_or_else(|| unknown(say!("kind-person"), typed, names))
}
