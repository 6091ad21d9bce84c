//! Hears of elements that have another size, after layout and before paint.

use super::el::hold;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

/// Lives as long as the reactive owner in which it was made; copies are the same one.
#[derive(Clone)]
pub struct Observer(Option<ResizeObserver>);

struct Ending {
    observer: Option<ResizeObserver>,
    _heard: Closure<dyn FnMut(js_sys::Array)>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

impl Observer {
    /// Tells all at once.
    pub fn new(resized: impl Fn(Vec<Element>) + 'static) -> Self {
        let heard = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let entries = entries.iter().filter_map(|entry| entry.dyn_into::<ResizeObserverEntry>().ok());
            resized(entries.map(|entry| entry.target()).collect());
        });
        let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
        hold(Box::new(Ending { observer: observer.clone(), _heard: heard }));
        Self(observer)
    }

    /// From now on until the current reactive owner ends.
    pub fn observe(&self, element: &Element) {
        if let Some(observer) = &self.0 {
            observer.observe(element);
            hold(Box::new(Watched(observer.clone(), element.clone())));
        }
    }
}

struct Watched(ResizeObserver, Element);

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.unobserve(&self.1);
    }
}
