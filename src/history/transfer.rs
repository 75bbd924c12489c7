//! Histories out into files and back in.

mod entry;
mod export;
mod import;
mod item;
mod line;
mod remains;
mod salvage;
mod source;

pub use export::{Export, Exporter, Lost, Part};
pub use import::{ImportError, Imported, Importer};
pub use item::{BadItem, TransferForm};
