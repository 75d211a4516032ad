//! HTTP as the machines of remote key sets read it: headers, dates, the rules of caching, URLs. Text in, text out.

pub(crate) mod cache;
mod cache_control;
pub(crate) mod date;
pub(crate) mod headers;
#[cfg(test)]
mod tests;
pub(crate) mod url;
