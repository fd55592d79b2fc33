package slipway.cli;

/** What becomes of a cancelled deployment. */
enum CancelChoice {
    ASK,
    LEAVE,
    CANCEL,
    DELETE
}
