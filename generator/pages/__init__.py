"""Archive + Config → every page that will exist, before any is rendered."""
