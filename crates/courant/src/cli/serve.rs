//! `courant serve`: the real thing.

use super::{Data, Failed};
use crate::app::{App, Options, hold, load_config};
use crate::clock::Clock;
use crate::config::Config;
use crate::{outside, people, server};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::watch;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Address and port of the site.
    #[arg(long)]
    listen: Option<String>,
    /// Configuration file [default: courant.toml in the data folder].
    #[arg(long)]
    config: Option<PathBuf>,
    /// Address and port of /metrics.
    #[arg(long)]
    metrics: Option<String>,
    /// Say that it is ready as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// Where a server listens without being told.
pub(super) const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

impl Serve {
    pub fn run(self) -> Result<(), Failed> {
        let mut config = load_config(&self.data.data, self.config.as_deref())?;
        config.listen = self.listen.or(config.listen);
        config.metrics = self.metrics.or(config.metrics);
        let ready = Ready { json: self.json };
        Running::open(self.data.data, config)?.serve(|app| people::set_up_link(&app.store, app.clock.now()).map_err(Failed::from), ready)
    }
}

/// How readiness is told.
pub(super) struct Ready {
    pub json: bool,
}

impl Ready {
    fn tell(&self, site: &str, link: Option<&str>) {
        let newsroom = link.map_or_else(|| format!("{site}/newsroom"), |path| format!("{site}{path}"));
        if self.json {
            println!("{}", serde_json::json!({ "event": "ready", "site": site, "newsroom": newsroom }));
            return;
        }
        println!("The paper:    {site}/");
        println!("The newsroom: {newsroom}{}", if link.is_some() { "   (this link works once)" } else { "" });
        println!("Stop it with Ctrl-C.");
    }
}

/// A paper whose address is bound and whose folder is held, not yet serving.
pub(super) struct Running {
    pub app: Arc<App>,
    listener: std::net::TcpListener,
    metrics: Option<std::net::TcpListener>,
    bound: SocketAddr,
    // Dropped last: the folder is free again when everything has ended.
    _held: std::fs::File,
}

impl Running {
    pub fn open(data: PathBuf, config: Config) -> Result<Running, Failed> {
        let (listener, bound) = server::bind(config.listen.as_deref().unwrap_or(DEFAULT_LISTEN))?;
        let metrics = config.metrics.as_deref().map(server::bind).transpose()?.map(|(listener, _)| listener);
        let held = hold(&data)?;
        let app = App::open(Options {
            data,
            config,
            origin: format!("http://{bound}"),
            clock: Arc::new(Clock::System),
            outside: outside::Client::default(),
        })?;
        Ok(Running { app, listener, metrics, bound, _held: held })
    }

    /// Serves until the process is told to stop. `link` makes the way into the newsroom that is printed.
    pub fn serve(self, link: impl FnOnce(&App) -> Result<Option<String>, Failed>, ready: Ready) -> Result<(), Failed> {
        let Running { app, listener, metrics, bound, _held } = self;
        let workers = app.start()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(16).thread_stack_size(1 << 20).build()?;
        let link = link(&app)?;
        let site = if app.config.site.url.is_empty() { format!("http://{bound}") } else { app.config.site.url.trim_end_matches('/').to_owned() };
        let (stop, stopped) = watch::channel(false);
        runtime.block_on(async {
            if let Some(metrics) = metrics {
                tokio::spawn(server::serve_metrics(Arc::clone(&app), metrics, stopped.clone()));
            }
            tokio::spawn(async move {
                told_to_stop().await;
                let _ = stop.send(true);
            });
            tracing::info!(address = %bound, "ready");
            ready.tell(&site, link.as_deref());
            server::serve(Arc::clone(&app), listener, stopped).await
        })?;
        app.stopping.store(true, Ordering::SeqCst);
        app.store.wake();
        for worker in workers {
            let _ = worker.join();
        }
        Ok(())
    }
}

/// Ctrl-C, or SIGTERM from whoever manages services.
async fn told_to_stop() {
    let mut term = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(term) => term,
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
