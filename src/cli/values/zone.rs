//! Zones: which one times are shown in, and what it is called.

use std::path::Path;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::ValueError;
use super::scan::Scan;
use crate::did_you_mean;

/// The zone data inside the program: the same answer on every machine, with or without tzdata.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Korean time, where the zone data should lack it.
const KOREA: Offset = Offset::constant(9);

/// What `--tz` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneChoice {
    /// The system's zone, even where that is UTC.
    Local,
    /// This zone.
    Zone(TimeZone),
}

/// What the surroundings say about the zone.
#[derive(Clone, Debug)]
pub struct SystemZone {
    /// The value of `TZ`, where it is set.
    pub variable: Option<String>,
    /// The system's zone, where one is set.
    pub system: Option<TimeZone>,
}

impl SystemZone {
    /// The zone that a time zone file's path names; none where it names none.
    pub fn named_by(path: &Path) -> Option<TimeZone> {
        let (_, name) = path.to_str()?.split_once("zoneinfo/")?;
        ZONES.get(name).ok()
    }
}

/// Why a text is no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// One with a similar name exists.
    #[error("no such zone; did you mean {0}?")]
    Nearly(String),
    /// None is near.
    #[error("no such zone; write it like Asia/Seoul, KST, UTC, +09:00 or local")]
    Unknown,
}

/// Reads `Asia/Seoul`, `KST`, `UTC`, `+09:00` or `local`; names in any case.
pub fn zone_name(text: &str) -> Result<ZoneChoice, ValueError> {
    let text = text.trim();
    match text.to_ascii_lowercase().as_str() {
        "local" => return Ok(ZoneChoice::Local),
        "kst" => return Ok(ZoneChoice::Zone(seoul())),
        "utc" | "z" => return Ok(ZoneChoice::Zone(TimeZone::UTC)),
        _ => {}
    }
    let mut scan = Scan(text);
    if let Some(offset) = scan.offset().filter(|_| scan.at_end()) {
        return Ok(ZoneChoice::Zone(TimeZone::fixed(offset)));
    }
    match ZONES.get(text) {
        Ok(tz) => Ok(ZoneChoice::Zone(tz)),
        Err(_) => Err(nearest(text).map_or(ZoneError::Unknown, ZoneError::Nearly).into()),
    }
}

/// The zone that times are read and shown in: `--tz`, else the offset that the user's own time
/// carries, else `TZ`, else the system's; where that is unset or plain UTC, as in containers, Seoul's.
pub fn zone(chosen: Option<&ZoneChoice>, carried: Option<Offset>, around: &SystemZone) -> TimeZone {
    let variable = || around.variable.as_deref().and_then(from_variable);
    match (chosen, carried) {
        (Some(ZoneChoice::Zone(tz)), _) => tz.clone(),
        (Some(ZoneChoice::Local), _) => variable().or_else(|| around.system.clone()).unwrap_or(TimeZone::UTC),
        (None, Some(offset)) => TimeZone::fixed(offset),
        (None, None) => {
            variable().or_else(|| around.system.clone()).filter(|tz| !is_plain_utc(tz)).unwrap_or_else(seoul)
        }
    }
}

/// What people call the zone at that time: `KST`, `+02:00`, `UTC`.
pub fn zone_label(tz: &TimeZone, at: Timestamp) -> String {
    let info = tz.to_offset_info(at);
    let is_a_word = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if info.offset() == Offset::UTC && tz.to_fixed_offset().is_ok() {
        return "UTC".to_owned();
    }
    if is_a_word(info.abbreviation()) {
        return info.abbreviation().to_owned();
    }
    let minutes = info.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn seoul() -> TimeZone {
    ZONES.get("Asia/Seoul").unwrap_or_else(|_| TimeZone::fixed(KOREA))
}

/// `TZ` as the C library reads it: a name, `:name`, or a POSIX rule such as `KST-9`; empty is UTC.
fn from_variable(value: &str) -> Option<TimeZone> {
    let value = value.strip_prefix(':').unwrap_or(value);
    if value.is_empty() {
        return Some(TimeZone::UTC);
    }
    ZONES.get(value).or_else(|_| TimeZone::posix(value)).ok()
}

/// UTC under any of its names, which is what machines are set to that nobody has set.
fn is_plain_utc(tz: &TimeZone) -> bool {
    // Every other zone that has ever kept UTC calls it by another name.
    let called = tz.to_offset_info(Timestamp::UNIX_EPOCH);
    tz.is_unknown() || (called.offset() == Offset::UTC && ["UTC", "UCT"].contains(&called.abbreviation()))
}

/// The zone whose name, or whose city, is nearest to what was typed.
fn nearest(text: &str) -> Option<String> {
    let typed = text.replace(' ', "_");
    let names: Vec<String> = ZONES.available().map(|name| name.as_str().to_owned()).collect();
    let city = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    if let Some(name) = names.iter().find(|name| city(name).eq_ignore_ascii_case(&typed)) {
        return Some(name.clone());
    }
    let shortened: Vec<String> =
        if typed.contains('/') { names.clone() } else { names.iter().map(|name| city(name)).collect() };
    let found = did_you_mean::nearest(&typed, shortened.iter().map(String::as_str))?;
    shortened.iter().position(|name| name == found).map(|at| names[at].clone())
}
