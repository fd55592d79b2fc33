package slipway.broken.operations.stacks;

import java.net.http.HttpClient;

/** Breaks the import table on purpose. */
class Http {
    HttpClient http;
}
