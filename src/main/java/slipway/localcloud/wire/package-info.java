/**
 * AWS's wire protocols over loopback HTTP: query/XML, JSON 1.0 and 1.1, and rpc-v2 CBOR, all by one adapter that the SDK's
 * own field metadata drives, behind a check of the caller's SigV4 signature. Knows no service: it calls SDK client
 * interfaces. Imports {@code state}, the SDK, Jetty and Jackson.
 */
@NullMarked
package slipway.localcloud.wire;

import org.jspecify.annotations.NullMarked;
