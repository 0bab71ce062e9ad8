"""The W3C Entity Reconciliation API 0.2: names of a table are matched to entities and extended by values.

`batches` reads requests, `reconciler` answers them in a worker process with the matcher of ``jlac match``,
`properties` has the values of entities, `shown` what people see, `routes` the addresses.
"""
