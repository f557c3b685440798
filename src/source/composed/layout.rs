//! What a trusted file holds, and where: the names that its modules and enums give, and the functions that are called behind
//! a signature of ours.

use super::imports::name_of;
use super::is_test_module;
use std::collections::{BTreeMap, BTreeSet};
use syn::{File, Item, Visibility};

/// Where things stand in a trusted file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// By the path of a module or an enum: the names it gives. Not there where it imports all of something itself.
    below: BTreeMap<String, Vec<Given>>,
    /// Functions at the root that are called behind a signature of ours.
    pub(super) shims: BTreeSet<String>,
}

/// A name that a module or an enum gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) is_trait: bool,
}

impl Layout {
    pub(super) fn new(file: &File, shims: BTreeSet<String>) -> Self {
        let mut layout = Self {
            shims,
            ..Self::default()
        };
        layout.add(&file.items, "");
        layout
    }

    /// What stands below a path, without `crate::` or `self::` before it.
    pub(super) fn below(&self, path: &str) -> Option<&[Given]> {
        self.below.get(path).map(Vec::as_slice)
    }

    fn add(&mut self, items: &[Item], path: &str) {
        for item in items {
            match item {
                Item::Mod(module) if !is_test_module(module) => {
                    let Some((_, items)) = &module.content else {
                        continue;
                    };
                    let path = super::join(path, &module.ident.to_string());
                    if let Some(names) = names(items) {
                        self.below.insert(path.clone(), names);
                    }
                    self.add(items, &path);
                }
                Item::Enum(item) => {
                    let variants = item.variants.iter().map(|variant| Given {
                        name: variant.ident.to_string(),
                        is_trait: false,
                    });
                    self.below.insert(
                        super::join(path, &item.ident.to_string()),
                        variants.collect(),
                    );
                }
                _ => {}
            }
        }
    }
}

/// What the items of a module give to others; nothing where that cannot be told.
fn names(items: &[Item]) -> Option<Vec<Given>> {
    let mut found = Vec::new();
    for item in items {
        let visibility = match item {
            Item::Const(item) => &item.vis,
            Item::Enum(item) => &item.vis,
            Item::Fn(item) => &item.vis,
            Item::Mod(item) => &item.vis,
            Item::Static(item) => &item.vis,
            Item::Struct(item) => &item.vis,
            Item::Trait(item) => &item.vis,
            Item::Type(item) => &item.vis,
            Item::Union(item) => &item.vis,
            Item::Use(item) => {
                let mut leaves = Vec::new();
                super::imports::flatten(&item.tree, "", &mut leaves);
                if !matches!(item.vis, Visibility::Inherited) {
                    if leaves.iter().any(|(_, name)| name == "*") {
                        return None;
                    }
                    found.extend(leaves.into_iter().map(|(_, name)| Given {
                        name,
                        is_trait: false,
                    }));
                }
                continue;
            }
            _ => continue,
        };
        if !matches!(visibility, Visibility::Inherited)
            && let Some(name) = name_of(item)
        {
            found.push(Given {
                name,
                is_trait: matches!(item, Item::Trait(_)),
            });
        }
    }
    Some(found)
}
