//! Who may import whom.

use super::tree::{assert_none, rust};

/// Files below `under` (a file or folder without extension) name none of `never`, except below `except`.
struct Rule {
    under: &'static str,
    never: &'static [&'static str],
    except: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        under: "src/store/",
        never: &["leptos", "web_sys", "js_sys", "gloo", "gloo_net", "wasm_bindgen", "crate::ui", "crate::client"],
        except: &[],
    },
    Rule { under: "src/store/", never: &["crate::app", "crate::embed", "crate::intl"], except: &[] },
    Rule { under: "src/ui/kit", never: &["crate::store", "madang_protocol"], except: &[] },
    Rule { under: "src/ui", never: &["crate::client", "crate::embed", "crate::app"], except: &[] },
    Rule { under: "src/client", never: &["crate::ui", "crate::embed", "crate::app"], except: &[] },
    Rule { under: "src/app", never: &["crate::embed"], except: &[] },
    Rule { under: "src/", never: &["madang_server"], except: &[] },
    Rule { under: "crates/server/src/", never: &["madang"], except: &[] },
    Rule { under: "crates/server/src/", never: &["sqlx"], except: &["crates/server/src/store"] },
    Rule { under: "crates/server/src/", never: &["redis"], except: &["crates/server/src/bus/redis"] },
    Rule { under: "crates/server/src/chat", never: &["axum", "sqlx"], except: &[] },
    Rule { under: "crates/server/src/policy", never: &["axum", "sqlx", "tokio"], except: &[] },
    Rule {
        under: "crates/protocol/src/",
        never: &["tokio", "axum", "leptos", "web_sys", "std::fs", "std::net"],
        except: &[],
    },
];

#[test]
fn every_layer_names_only_the_layers_below_it() {
    let mut faults = Vec::new();
    for source in rust() {
        for rule in RULES {
            let below = |prefix: &&str| source.path.starts_with(*prefix);
            if !below(&rule.under) || rule.except.iter().any(below) {
                continue;
            }
            for (number, line) in source.code() {
                faults.extend(
                    rule.never
                        .iter()
                        .filter(|name| names(line, name))
                        .map(|name| format!("{}:{number} names {name}, which is not its layer", source.path)),
                );
            }
        }
    }
    assert_none(faults);
}

#[test]
fn only_embed_rs_exports_to_javascript() {
    let mut faults = Vec::new();
    for source in rust().iter().filter(|source| source.path.starts_with("src/") && source.path != "src/embed.rs") {
        let code: Vec<_> = source.code().collect();
        for pair in code.windows(2) {
            let [(number, attribute), (_, item)] = pair else { continue };
            if attribute.trim_start().starts_with("#[wasm_bindgen") && item.trim_start().starts_with("pub fn") {
                let imported = attribute.contains("js_name") || attribute.contains("method") || item.contains(");");
                if !imported {
                    faults.push(format!("{}:{number} exports to JavaScript", source.path));
                }
            }
        }
    }
    assert_none(faults);
}

/// Whether a line of code uses the crate or module `name`: as a path's beginning, or in a `use`.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let begins = before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_' && letter != ':');
        let ends =
            after.starts_with("::") || (line.trim_start().starts_with("use ") && after.starts_with([';', ' ', ',']));
        begins && ends
    })
}

#[test]
fn a_name_is_found_as_a_path_and_not_inside_a_longer_word() {
    assert!(names("use sqlx::Row;", "sqlx"));
    assert!(names("    let row: sqlx::Row = todo;", "sqlx"));
    assert!(names("use sqlx;", "sqlx"));
    assert!(!names("use madang_protocol::Seq;", "madang"));
    assert!(!names("let mysqlx::Row = 1;", "sqlx"));
    assert!(!names("use crate::gloomy::Weather;", "gloo"));
}
