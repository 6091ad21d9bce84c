//! Elements built by hand on Leptos's reactive core.
//!
//! Measured: with `view!` the same interface was more than twice the WASM, because each element, attribute and event
//! becomes a type of its own. Here all share one; no `innerHTML`, no template.

use super::{dom::focusable, order::staying};
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use std::{any::Any, cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Document, Element, Event, Node};

/// An element under construction, and a handle to it later. What it was given lives as long as the reactive owner in
/// which it was given.
#[derive(Clone)]
pub struct El(pub Element);

fn document() -> Document {
    let document = web_sys::window().and_then(|window| window.document());
    // There is no page without a document.
    document.unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into())
}

thread_local! {
    /// One element of each kind that was made, never on a page.
    static MADE: RefCell<Vec<(String, String, El)>> = const { RefCell::new(Vec::new()) };
}

/// A copy of what was made before under these names: it costs a third of making it anew.
pub fn copied(tag: &str, name: &str, make: impl FnOnce(Document) -> El) -> El {
    let known = MADE.with_borrow(|made| {
        let known = made.iter().find(|(of, named, _)| of == tag && named == name);
        known.map(|(_, _, el)| el.clone())
    });
    let known = known.unwrap_or_else(|| {
        let el = make(document());
        MADE.with_borrow_mut(|made| made.push((tag.to_owned(), name.to_owned(), el.clone())));
        el
    });
    // Elements can be copied.
    El(known.0.clone_node_with_deep(true).map_or_else(|_| known.0.clone(), JsCast::unchecked_into))
}

/// A new element with a class.
pub fn el(tag: &str, class: &str) -> El {
    copied(tag, class, |document| {
        // Tags are ours and valid.
        let el = El(document.create_element(tag).unwrap_or_else(|_| JsValue::UNDEFINED.unchecked_into()));
        let el = if class.is_empty() { el } else { el.attr("class", class) };
        if tag == "button" { el.attr("type", "button") } else { el }
    })
}

/// A `<button type="button">`.
pub fn button(class: &str) -> El {
    el("button", class)
}

/// Keeps something until the current reactive owner ends.
pub fn hold(value: Box<dyn Any>) {
    StoredValue::new_local(value);
}

/// Runs now, and again when what it reads through store or [`Local`] changes.
pub fn effect(run: impl FnMut() + 'static) {
    fn boxed(mut run: Box<dyn FnMut()>) {
        hold(Box::new(RenderEffect::new(move |_: Option<()>| run())));
    }
    boxed(Box::new(run));
}

impl El {
    /// Sets it on an element that is new.
    pub fn attr(self, name: &str, value: &str) -> Self {
        // Names are ours and valid.
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// Sets or removes, and touches nothing when it is as it should be.
    pub fn set(&self, name: &str, value: Option<&str>) {
        // Names are ours and valid.
        match value {
            Some(value) if self.0.get_attribute(name).as_deref() != Some(value) => {
                drop(self.0.set_attribute(name, value))
            }
            Some(_) => {}
            None => drop(self.0.remove_attribute(name)),
        }
    }

    pub fn text(self, text: &str) -> Self {
        self.0.set_text_content(Some(text));
        self
    }

    pub fn child(self, child: El) -> Self {
        self.append(&child);
        self
    }

    pub fn maybe(self, child: Option<El>) -> Self {
        child.into_iter().fold(self, Self::child)
    }

    pub fn append(&self, child: &El) {
        // Fails only on a cycle.
        let _ = self.0.append_child(&child.0);
    }

    pub fn on(self, event: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(heard));
        self
    }

    fn listen(&self, event: &'static str, heard: Box<dyn FnMut(Event)>) {
        let heard = Closure::wrap(heard);
        // Fails only without a callback.
        let _ = self.0.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
        hold(Box::new(Listener { element: self.0.clone(), event, heard }));
    }

    /// Draws the inside anew whenever what `draw` reads changes.
    pub fn draw(self, draw: impl Fn(&El) + 'static) -> Self {
        let this = self.clone();
        effect(move || {
            this.0.set_text_content(None);
            draw(&this);
        });
        self
    }

    /// Does something to the element, and again whenever what it reads changes.
    pub fn sync(self, run: impl Fn(&El) + 'static) -> Self {
        let this = self.clone();
        effect(move || run(&this));
        self
    }

    /// One child for each key, in their order; a child lives and keeps its node as long as its key is there.
    pub fn list(self, keys: impl Fn() -> Vec<String> + 'static, draw: impl Fn(&str) -> El + 'static) -> Self {
        self.keyed(Box::new(keys), Box::new(draw));
        self
    }

    /// At most one child, drawn anew when its key changes.
    pub fn choice(self, key: impl Fn() -> Option<String> + 'static, draw: impl Fn(&str) -> El + 'static) -> Self {
        self.keyed(Box::new(move || key().into_iter().collect()), Box::new(draw));
        self
    }

    fn keyed(&self, keys: Box<dyn Fn() -> Vec<String>>, draw: Box<dyn Fn(&str) -> El>) {
        let end: Node = document().create_text_node("").into();
        let _ = self.0.append_child(&end);
        let owner = Owner::current().unwrap_or_default();
        let parent = self.0.clone();
        let mut held: Vec<Item> = Vec::new();
        effect(move || {
            let wanted = keys();
            untrack(|| reconcile(&parent, &end, &owner, &mut held, wanted, &*draw));
        });
    }

    pub fn focus(&self) {
        focusable(&self.0);
    }
}

struct Item {
    key: String,
    el: El,
    /// Ends all that the item holds.
    _owner: Owner,
}

fn reconcile(
    parent: &Element,
    end: &Node,
    owner: &Owner,
    held: &mut Vec<Item>,
    wanted: Vec<String>,
    draw: &dyn Fn(&str) -> El,
) {
    if held.iter().map(|item| &item.key).eq(&wanted) {
        return;
    }
    let places = places(held, &wanted);
    let stays = staying(&places);
    let mut old: Vec<Option<Item>> = std::mem::take(held).into_iter().map(Some).collect();
    let mut kept = |place: Option<usize>| old.get_mut(place?).and_then(Option::take);
    let kept: Vec<Option<Item>> = places.into_iter().map(&mut kept).collect();
    for gone in old.into_iter().flatten() {
        gone.el.0.remove();
    }
    for (key, kept) in wanted.into_iter().zip(kept) {
        held.push(kept.unwrap_or_else(|| {
            let child = owner.child();
            let el = child.with(|| draw(&key));
            Item { key, el, _owner: child }
        }));
    }
    let mut next = end.clone();
    for (item, stays) in held.iter().zip(stays).rev() {
        let node: &Node = &item.el.0;
        if !stays {
            // The end marker is a child of the parent for as long as this runs.
            let _ = parent.insert_before(node, Some(&next));
        }
        next = node.clone();
    }
}

/// Where each of these was. By inserting, for a sort is 3 KB of WASM.
fn places(held: &[Item], wanted: &[String]) -> Vec<Option<usize>> {
    let mut known: Vec<(&str, usize)> = Vec::with_capacity(held.len());
    let find = |known: &[(&str, usize)], key: &str| known.binary_search_by(|(held, _)| (*held).cmp(key));
    for (at, item) in held.iter().enumerate() {
        if let Err(spot) = find(&known, &item.key) {
            known.insert(spot, (&item.key, at));
        }
    }
    let place = |key: &String| known.get(find(&known, key).ok()?).map(|(_, place)| *place);
    wanted.iter().map(place).collect()
}

struct Listener {
    element: Element,
    event: &'static str,
    heard: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.element.remove_event_listener_with_callback(self.event, self.heard.as_ref().unchecked_ref());
    }
}

/// A value of the interface that effects may read; copies are the same value.
pub struct Local<T>(Rc<(RefCell<T>, ArcTrigger)>);

impl<T> Clone for Local<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone + PartialEq> Local<T> {
    pub fn new(value: T) -> Self {
        Self(Rc::new((RefCell::new(value), ArcTrigger::new())))
    }

    /// The running effect runs again when it changes.
    pub fn get(&self) -> T {
        self.0.1.track();
        self.peek()
    }

    pub fn peek(&self) -> T {
        self.0.0.borrow().clone()
    }

    pub fn set(&self, value: T) {
        if *self.0.0.borrow() != value {
            *self.0.0.borrow_mut() = value;
            self.0.1.notify();
        }
    }
}
