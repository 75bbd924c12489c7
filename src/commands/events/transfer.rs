//! `tosshook events export` and `import`.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::list::selection;
use super::show::url;
use crate::cli::events::{ExportArgs, ImportArgs, TransferFormat};
use crate::commands::context::reveal;
use crate::commands::{Context, recorded};
use crate::exit::{Exit, Failure};
use crate::history::{
    BadItem, DeliveryRow, Exporter, HistoryError, ImportError, Importer, Lost, Part, TransferForm,
};
use crate::rehearse::{Exchange, HAR_END, har_entry, har_head};
use crate::report::words::failure;
use crate::report::{Json, Reveal, mask};

/// How much is written at once, in bytes.
const AT_ONCE: usize = 64 << 10;

/// How many lines that can't be read are told of.
const MOST_TOLD: u64 = 20;

/// Writes what passes the filters.
pub(super) fn export(args: &ExportArgs, context: &Context) -> Result<Exit, Failure> {
    let path = recorded::history(args.history.as_deref(), context)?;
    let unusable = |error| match error {
        HistoryError::Damaged { .. } => failure::lost(context.language, &path, 0, &Lost::default()),
        error => failure::history(context.language, &error),
    };
    let form = form(args.format, args.output.as_deref());
    let limit = args.limit.map_or(usize::MAX, |limit| limit as usize);
    let selection = selection(&args.selection, limit, context)?;
    let exporter = Exporter::open(&path).map_err(unusable)?;
    let mut export =
        exporter.as_ref().map(|exporter| exporter.export(&selection)).transpose().map_err(unusable)?;
    let mut sink = Sink::open(args.output.as_deref(), context)?;
    let mut writing = Writing {
        form,
        json: Json::new(context.look(reveal(!args.mask))),
        reveal: reveal(!args.mask),
        entries: 0,
        body: Bytes::new(),
        id: String::new(),
    };
    let mut out = if form == TransferForm::Har { har_head() } else { Vec::new() };
    let mut events = 0;
    for part in export.iter_mut().flatten() {
        let part = part.map_err(unusable)?;
        events += u64::from(matches!(part, Part::Event(_)));
        writing.part(&part, &mut out);
        if out.len() >= AT_ONCE && sink.write(&mut out)?.is_break() {
            return Ok(Exit::Success);
        }
    }
    if form == TransferForm::Har {
        out.extend_from_slice(HAR_END);
    }
    let is_over = sink.write(&mut out)?.is_break();
    sink.end()?;
    let lost = export.map_or_else(Lost::default, |export| export.lost());
    if lost.is_damaged {
        return Err(failure::lost(context.language, &path, events, &lost));
    }
    if let Some(output) = args.output.as_deref().filter(|_| !is_over) {
        context.say(&context.language.went_out(events, output));
    }
    Ok(Exit::Success)
}

/// Brings events in.
pub(super) fn import(args: &ImportArgs, context: &Context) -> Result<Exit, Failure> {
    let path = recorded::history(args.history.as_deref(), context)?;
    let unusable = |error| failure::history(context.language, &error);
    let unread = |error: io::Error| failure::input(context.language, &args.file, &error);
    let form = form(args.format, Some(&args.file));
    let mut input: Box<dyn BufRead> = if args.file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::with_capacity(AT_ONCE, File::open(&args.file).map_err(unread)?))
    };
    // What can't be read at all makes no history.
    input.fill_buf().map_err(unread)?;
    let history = Importer::open(&path).map_err(unusable)?;
    let mut count = 0;
    let mut bad = |number: u64, why: BadItem| {
        count += 1;
        if count <= MOST_TOLD {
            context.say(&context.language.bad_item(number, form, &why));
        }
    };
    let imported = history.import(&mut *input, form, &mut bad).map_err(|error| match error {
        ImportError::History(error) => unusable(error),
        ImportError::Read(error) => unread(error),
    })?;
    if imported.bad > MOST_TOLD {
        context.say(&context.language.more_bad(imported.bad - MOST_TOLD, form));
    }
    context.say(&context.language.came_in(&imported, form, &path));
    Ok(if imported.bad > 0 { Exit::Failed } else { Exit::Success })
}

/// The form that was asked for, or that the file's name tells.
fn form(format: Option<TransferFormat>, file: Option<&Path>) -> TransferForm {
    let is_har = || {
        let ending = file.and_then(Path::extension);
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case("har"))
    };
    match format {
        Some(TransferFormat::Har) => TransferForm::Har,
        None if is_har() => TransferForm::Har,
        Some(TransferFormat::Jsonl) | None => TransferForm::Lines,
    }
}

/// How the parts become text.
struct Writing {
    form: TransferForm,
    json: Json,
    reveal: Reveal,
    entries: u64,
    /// The body of the event before, and its id.
    body: Bytes,
    id: String,
}

impl Writing {
    fn part(&mut self, part: &Part, out: &mut Vec<u8>) {
        if let Part::Event(event) = part {
            self.body = event.1.request.body.clone();
            self.id = event.0.id.to_string();
        }
        match (part, self.form) {
            (Part::Event(event), TransferForm::Lines) => self.json.exported(&event.0, &event.1, out),
            (Part::Delivery(id, row), TransferForm::Lines) => {
                self.json.exported_delivery(*id, row, &self.body, out);
            }
            (Part::Attempt(id, row), TransferForm::Lines) => self.json.exported_attempt(*id, row, out),
            (Part::Event(event), TransferForm::Har) => self.entry(&event.1, out),
            (Part::Delivery(_, row), TransferForm::Har) => self.entry(row, out),
            // An archive is of what came in.
            (Part::Attempt(..), TransferForm::Har) => {}
        }
    }

    fn entry(&mut self, row: &DeliveryRow, out: &mut Vec<u8>) {
        if self.entries > 0 {
            out.push(b',');
        }
        self.entries += 1;
        let body = &row.request.body;
        let masked = if self.reveal == Reveal::Masked { mask::json(body) } else { None };
        out.extend_from_slice(&har_entry(&Exchange {
            id: &self.id,
            request: &row.request,
            url: &url(&row.request),
            body: masked.map_or(Cow::Borrowed(&**body), Cow::Owned),
            http_status: row.answer,
            elapsed: row.answered_after,
        }));
    }
}

/// Where the text goes.
enum Sink<'a> {
    Stdout(&'a Context),
    /// A file beside the one that it becomes.
    File {
        file: File,
        beside: PathBuf,
        path: &'a Path,
        context: &'a Context,
    },
}

impl<'a> Sink<'a> {
    fn open(output: Option<&'a Path>, context: &'a Context) -> Result<Self, Failure> {
        let Some(path) = output.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Stdout(context));
        };
        let failed = |error| failure::output(context.language, path, &error);
        let name = path.file_name().ok_or_else(|| failed(io::ErrorKind::IsADirectory.into()))?;
        let beside = path.with_file_name(format!(".{}.{:016x}", name.to_string_lossy(), fastrand::u64(..)));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&beside).map_err(failed)?;
        Ok(Self::File { file, beside, path, context })
    }

    /// Writes what there is, and empties it; breaks where nobody wants more.
    fn write(&mut self, out: &mut Vec<u8>) -> Result<ControlFlow<()>, Failure> {
        let flow = match self {
            Self::Stdout(context) => context.print_on(out)?,
            Self::File { file, path, context, .. } => {
                file.write_all(out).map_err(|error| failure::output(context.language, path, &error))?;
                ControlFlow::Continue(())
            }
        };
        out.clear();
        Ok(flow)
    }

    /// Puts the file in its place.
    fn end(self) -> Result<(), Failure> {
        let Self::File { beside, path, context, .. } = &self else { return Ok(()) };
        fs::rename(beside, path).map_err(|error| failure::output(context.language, path, &error))
    }
}

impl Drop for Sink<'_> {
    fn drop(&mut self) {
        if let Self::File { beside, .. } = self {
            // It is gone where it was put in its place; a part of a file is of no use to anybody.
            let _ = fs::remove_file(beside);
        }
    }
}
