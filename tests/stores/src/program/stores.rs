//! Every deployment, by its id.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::Result;
use super::deployment::Deployment;
use super::limit::Limit;
use super::processes::Processes;
use super::request::{Request, Start};
use super::server::Server;
use super::start::start;

pub(crate) struct Stores {
    folder: PathBuf,
    processes: Arc<Processes>,
    deployments: BTreeMap<u64, Deployment>,
    last: u64,
}

impl Stores {
    pub(crate) fn new(folder: PathBuf, processes: Arc<Processes>) -> Self {
        Self {
            folder,
            processes,
            deployments: BTreeMap::new(),
            last: 0,
        }
    }

    /// Does what a request asks for, and reports what a test must know about it.
    pub(crate) fn perform(&mut self, request: Request, limit: Limit) -> Result<Value> {
        match request {
            Request::Start(wanted) => return self.start(&wanted, limit),
            Request::Stop(target) => self.each(target.id, target.port, Server::stop)?,
            Request::Pause(target) => self.each(target.id, target.port, Server::pause)?,
            Request::Resume(target) => self.each(target.id, target.port, Server::resume)?,
            Request::Restart(target) => self.each(target.id, target.port, |server| server.restart(limit))?,
            Request::Failover(target, kill) => return self.get(target.id)?.fail_over(kill, limit),
            Request::Partition(target, between, direction) => {
                self.get(target.id)?.cut(between, target.port, direction)?
            }
            Request::Heal(target, between) => self.get(target.id)?.mend(between, target.port)?,
            Request::Command(target, arguments) => {
                let reply = self
                    .get(target.id)?
                    .one(target.port)?
                    .address
                    .ask(&arguments, limit)?;
                return Ok(json!({ "reply": reply }));
            }
            Request::End(target) => self.end(target.id)?,
        }
        Ok(json!({}))
    }

    fn start(&mut self, wanted: &Start, limit: Limit) -> Result<Value> {
        self.last += 1;
        let id = self.last;
        let folder = self.folder_of(id);
        let started = start(wanted, folder.clone(), &self.processes, limit);
        let answer = started.and_then(|deployment| Ok((deployment.describe(id, limit)?, deployment)));
        match answer {
            Ok((answer, deployment)) => {
                self.deployments.insert(id, deployment);
                Ok(answer)
            }
            Err(error) => {
                let _ = fs::remove_dir_all(folder);
                Err(error)
            }
        }
    }

    fn end(&mut self, id: u64) -> Result<()> {
        self.get(id)?;
        self.deployments.remove(&id);
        Ok(fs::remove_dir_all(self.folder_of(id))?)
    }

    fn each(
        &mut self,
        id: u64,
        port: Option<u16>,
        mut work: impl FnMut(&mut Server) -> Result<()>,
    ) -> Result<()> {
        self.get(id)?.chosen(port)?.into_iter().try_for_each(&mut work)
    }

    fn get(&mut self, id: u64) -> Result<&mut Deployment> {
        self.deployments
            .get_mut(&id)
            .ok_or_else(|| format!("no deployment has the id {id}").into())
    }

    fn folder_of(&self, id: u64) -> PathBuf {
        self.folder.join(id.to_string())
    }
}
