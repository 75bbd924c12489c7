//! `forward` beside the same dev server called directly, and beside nginx's `proxy_pass`.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Running, bare_server, milliseconds, other, tosshook};
use crate::{Row, load};

const CONNECTIONS: usize = 32;
const EVENTS: u64 = 50_000;

/// Events over one connection, for the time that forwarding adds.
const SINGLE: u64 = 5_000;

/// Rounds, taken in turns so that a slow moment of the machine meets all; the best is told.
const ROUNDS: usize = 3;

/// What a row says on a machine without nginx.
const NO_NGINX: &str = "nginx is not installed";

/// Whether nginx keeps its connections to the dev server, which it doesn't by itself.
#[derive(Clone, Copy)]
enum Upstream {
    Default,
    KeepAlive,
}

/// The best of a path's rounds.
#[derive(Clone, Copy)]
struct Best {
    per_second: f64,
    median: std::time::Duration,
}

impl Best {
    const NONE: Self = Self { per_second: 0.0, median: std::time::Duration::MAX };

    async fn measure(&mut self, address: SocketAddr) -> std::io::Result<()> {
        let many = load::run(address, CONNECTIONS, EVENTS).await?;
        let single = load::run(address, 1, SINGLE).await?;
        self.per_second = self.per_second.max(many.per_second);
        self.median = self.median.min(single.median);
        Ok(())
    }
}

pub(crate) async fn measure() -> std::io::Result<Vec<Row>> {
    let dev_server = bare_server()?;
    let [mut direct, mut forward, mut nginx, mut nginx_keep_alive] = [Best::NONE; 4];
    let has_nginx = Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_ok();
    for _ in 0..ROUNDS {
        direct.measure(dev_server.address).await?;
        let folder = tempfile::tempdir()?;
        let endpoint = format!("http://{}", dev_server.address);
        let running = tosshook(folder.path(), &["forward", &endpoint, "--concurrency", "32"])?;
        forward.measure(running.address).await?;
        drop(running);
        if !has_nginx {
            continue;
        }
        let running = start_nginx(folder.path(), dev_server.address, Upstream::Default).await?;
        nginx.measure(running.address).await?;
        drop(running);
        let running = start_nginx(folder.path(), dev_server.address, Upstream::KeepAlive).await?;
        nginx_keep_alive.measure(running.address).await?;
    }
    let rate = |best: Best| {
        format!("{:.0} /s, median at one connection {}", best.per_second, milliseconds(best.median))
    };
    let of_nginx = |best: Best| if has_nginx { rate(best) } else { NO_NGINX.to_owned() };
    let against = |other: Best| match forward.per_second / other.per_second * 100.0 {
        share if share.is_finite() => format!("{share:.0} %"),
        _ => NO_NGINX.to_owned(),
    };
    Ok(vec![
        Row::new("the dev server called directly, 32 connections", rate(direct), ""),
        Row::new("nginx `proxy_pass`, 32 connections", of_nginx(nginx), ""),
        Row::new("nginx `proxy_pass` with `keepalive`, 32 connections", of_nginx(nginx_keep_alive), ""),
        Row::new("`forward`, 32 connections, history on", rate(forward), ""),
        Row::new("`forward` beside nginx `proxy_pass`", against(nginx), "≥ 60 %"),
        Row::new("`forward` beside nginx with `keepalive`", against(nginx_keep_alive), ""),
        Row::new(
            "added by `forward`, median at one connection",
            milliseconds(forward.median.saturating_sub(direct.median)),
            "≤ 0.3 ms",
        ),
    ])
}

async fn start_nginx(folder: &Path, dev_server: SocketAddr, upstream: Upstream) -> std::io::Result<Running> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let keep_alive = match upstream {
        Upstream::Default => "",
        Upstream::KeepAlive => "keepalive 64;",
    };
    let to_upstream = match upstream {
        Upstream::Default => "",
        Upstream::KeepAlive => "proxy_http_version 1.1; proxy_set_header Connection \"\";",
    };
    let configuration = format!(
        "daemon off; worker_processes auto; pid nginx.pid; error_log /dev/null;
         events {{ worker_connections 1024; }}
         http {{
           access_log off; keepalive_requests 1000000;
           client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
           uwsgi_temp_path uwsgi; scgi_temp_path scgi;
           upstream dev {{ server {dev_server}; {keep_alive} }}
           server {{ listen {address}; location / {{ proxy_pass http://dev; {to_upstream} }} }}
         }}"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration)?;
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-c").arg(&file);
    other(command, address).await
}
