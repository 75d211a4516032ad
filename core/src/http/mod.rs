//! HTTP as the machines of remote key sets read it: headers, dates, the rules of caching, URLs. Text in, text out.

// The machines that fetch key sets use these; until they do, only tests call them.
#[cfg_attr(not(test), expect(dead_code, reason = "used by the machines of remote key sets"))]
pub(crate) mod cache;
mod cache_control;
pub(crate) mod date;
pub(crate) mod headers;
#[cfg(test)]
mod tests;
#[cfg_attr(not(test), expect(dead_code, reason = "used by the machines of remote key sets"))]
pub(crate) mod url;
