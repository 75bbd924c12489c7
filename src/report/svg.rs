//! Pictures as SVG: one file that shows the same everywhere, in light and dark, on a screen and in print, and
//! that a screen reader can tell. No script, nothing loaded, no font of its own.

mod canvas;
mod columns;
mod labels;
mod letters;
mod picture;
mod scale;
mod shades;
mod ticks;
mod timeline;

pub use columns::{Columns, Load};
pub use picture::Picture;
pub use shades::{Shade, Times};
pub use timeline::{Key, Mark, Rows, Stop, Timeline};
