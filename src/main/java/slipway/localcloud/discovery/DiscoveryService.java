package slipway.localcloud.discovery;

/**
 * A name that tasks are found by.
 *
 * @param id {@code srv-…}
 * @param arn {@code arn:aws:servicediscovery:…:service/srv-…}, as an ECS service's registry names it
 * @param hostname what other tasks call it: {@code redis.dev.internal}
 * @param address the loopback address of its relay, kept for life: {@code 127.x.y.z}
 */
public record DiscoveryService(String id, String arn, String hostname, String address) {}
