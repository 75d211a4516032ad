"""The drivers: they carry out what the core's machines ask for, and decide nothing.

`threads` waits on a thread and `loops` in an event loop; `flights` is what both share; `exchange` makes a request over http.client, and
`clients` makes it with a client of the caller's; `stores` sends commands to where a client of Redis or Valkey does (`places`), in `resp`; `addresses` makes
such a client for the command.
"""
