package slipway.broken.app;

/** Breaks the import table on purpose. */
public class Root {}
