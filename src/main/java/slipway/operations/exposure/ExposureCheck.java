package slipway.operations.exposure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.model.Exposure;
import slipway.model.Exposure.Part;
import slipway.model.Exposure.Reach;
import slipway.model.Exposure.Rule;
import slipway.model.Tier;
import slipway.operations.DeclaredResource;
import slipway.operations.EnvironmentStack;

/**
 * Follows the ways from the internet to each part of an environment. There are two: to a public address of its own (the task asks for one,
 * its subnet has a route to an internet gateway, its security groups admit the internet to a port where it listens), and through a
 * balancer (internet-facing, in such a subnet, admitting the internet, sending to a target group of the part, and admitted by the part).
 * The client is meant to be reached the second way, the others in none.
 */
public final class ExposureCheck {
    private final Walls walls;
    private final List<Entrance> entrances;
    private final List<Subject> subjects;
    private final int read;

    private record Subject(String name, boolean intended, List<Member> members) {}

    private record Finding(Reach reach, String words, List<Rule> rules) {}

    private ExposureCheck(List<DeclaredResource> resources) {
        walls = new Walls(resources);
        entrances = resources.stream()
                .filter(resource -> resource.type().equals("AWS::ElasticLoadBalancingV2::LoadBalancer"))
                .map(balancer -> new Entrance(balancer, resources))
                .toList();
        subjects = List.of(
                new Subject("client", true, services(resources, Tier.CLIENT)),
                new Subject("api", false, services(resources, Tier.API)),
                new Subject(
                        "Redis",
                        false,
                        services(resources)
                                .filter(service -> service.origin() == EnvironmentStack.DATA)
                                .map(service -> Member.service(service, resources))
                                .toList()),
                new Subject(
                        "volume",
                        false,
                        resources.stream()
                                .filter(resource -> resource.type().equals("AWS::EFS::MountTarget"))
                                .map(Member::mountTarget)
                                .toList()));
        read = walls.size()
                + entrances.size()
                + subjects.stream()
                        .mapToInt(subject -> subject.members().size())
                        .sum();
    }

    /** @param resources of all of an environment's stacks */
    public static Exposure of(List<DeclaredResource> resources) {
        var check = new ExposureCheck(resources);
        return new Exposure(
                check.subjects.stream()
                        .filter(subject -> !subject.members().isEmpty())
                        .map(check::part)
                        .toList(),
                check.read);
    }

    private static Stream<DeclaredResource> services(List<DeclaredResource> resources) {
        return resources.stream().filter(resource -> resource.type().equals("AWS::ECS::Service"));
    }

    private static List<Member> services(List<DeclaredResource> resources, Tier tier) {
        return services(resources)
                .filter(service -> service.origin().tier().filter(tier::equals).isPresent())
                .map(service -> Member.service(service, resources))
                .toList();
    }

    /** The worst that is found on any of its members, such as the two colours of a tier. */
    private Part part(Subject subject) {
        List<Finding> findings = subject.members().stream()
                .map(member -> finding(subject, member))
                .toList();
        Finding worst = findings.getFirst();
        for (Finding finding : findings) {
            if (weight(finding) > weight(worst)) {
                worst = finding;
            }
        }
        Set<Rule> rules = new LinkedHashSet<>(worst.rules());
        findings.forEach(finding -> rules.addAll(finding.rules()));
        return new Part(subject.name(), subject.intended(), worst.reach(), worst.words(), List.copyOf(rules));
    }

    private static int weight(Finding finding) {
        int reach = switch (finding.reach()) {
            case YES -> 3;
            case GUARDED -> 2;
            case UNKNOWN -> 1;
            case NO -> 0;
        };
        return finding.rules().isEmpty() ? reach : reach + 4;
    }

    private Finding finding(Subject subject, Member member) {
        Optional<String> unknown = member.unknown().or(() -> walls.undeclared(member.subnets(), member.groups()));
        if (unknown.isPresent()) {
            return new Finding(Reach.UNKNOWN, "the templates do not tell: " + unknown.get(), List.of());
        }
        List<Ingress> open = walls.of(member.groups()).stream()
                .filter(rule -> rule.isOpen() && member.listensOn(rule))
                .toList();
        boolean addressed = member.publicAddress().isPresent() && walls.isPublic(member.subnets());
        if (!open.isEmpty() && addressed) {
            return new Finding(
                    Reach.YES,
                    subject.intended()
                            ? "around its balancer, on a public address of its own"
                            : open.getFirst().ports() + " on a public address of its own, from " + sources(open),
                    rules(open, member.publicAddress().stream().toList()));
        }
        return subject.intended() ? served(member) : hidden(member, open, addressed);
    }

    private Finding served(Member member) {
        for (Entrance entrance : entrances) {
            if (isWayIn(entrance)
                    && sendsTo(entrance, member).isPresent()
                    && !admitted(entrance, member).isEmpty()) {
                List<Ingress> open = entrance.open(walls);
                return new Finding(
                        Reach.YES,
                        ports(entrance, open) + " on the balancer, from "
                                + (open.isEmpty() ? "anywhere" : sources(open)),
                        List.of());
            }
        }
        return new Finding(Reach.NO, "no balancer lets the internet in to it", List.of());
    }

    private Finding hidden(Member member, List<Ingress> open, boolean addressed) {
        List<Rule> weak = new ArrayList<>();
        String words = "";
        for (Entrance entrance : entrances) {
            Optional<Rule> send = sendsTo(entrance, member);
            if (send.isEmpty()) {
                continue;
            }
            List<Ingress> admitted = admitted(entrance, member);
            List<Ingress> opened = entrance.open(walls);
            boolean shared = isWayIn(entrance) && serves(entrance);
            if (isWayIn(entrance) && !admitted.isEmpty()) {
                return new Finding(
                        Reach.YES,
                        ports(entrance, opened) + " on " + (shared ? "the client's balancer" : "its balancer")
                                + ", from " + (opened.isEmpty() ? "anywhere" : sources(opened)),
                        shared
                                ? rules(admitted, List.of(send.get()))
                                : Stream.concat(
                                                Stream.of(entrance.scheme()),
                                                opened.stream().map(Ingress::line))
                                        .toList());
            }
            if (shared) {
                weak.add(send.get());
                words =
                        "not reachable: the client's balancer sends to it, only its security group keeps the internet out";
            } else if (entrance.isInternetFacing()) {
                weak.add(entrance.scheme());
                words = "not reachable: its balancer faces the internet, only "
                        + (entrance.admitsInternet(walls) ? "its subnets keep" : "its security group keeps")
                        + " it out";
            } else if (!opened.isEmpty()) {
                opened.forEach(rule -> weak.add(rule.line()));
                words = "not reachable: its balancer admits the internet, only its scheme keeps it out";
            }
        }
        if (!open.isEmpty()) {
            open.forEach(rule -> weak.addFirst(rule.line()));
            words = "not reachable: it admits the internet, only its private address keeps it out";
        }
        if (!weak.isEmpty()) {
            return new Finding(Reach.GUARDED, words, weak);
        }
        return new Finding(
                Reach.NO,
                callers(member) + (addressed ? "; it has a public address, closed by its group" : ""),
                List.of());
    }

    private boolean isWayIn(Entrance entrance) {
        return entrance.isInternetFacing() && walls.isPublic(entrance.subnets()) && entrance.admitsInternet(walls);
    }

    /** Whether it is the client's. */
    private boolean serves(Entrance entrance) {
        return subjects.getFirst().members().stream()
                .anyMatch(member -> sendsTo(entrance, member).isPresent());
    }

    private static Optional<Rule> sendsTo(Entrance entrance, Member member) {
        return member.targetGroups().stream()
                .flatMap(group -> Stream.ofNullable(entrance.sends().get(group)))
                .findFirst();
    }

    private List<Ingress> admitted(Entrance entrance, Member member) {
        return walls.between(entrance.groups(), member.groups(), member.ports());
    }

    private static List<Rule> rules(List<Ingress> first, List<Rule> then) {
        return Stream.concat(first.stream().map(Ingress::line), then.stream())
                .distinct()
                .toList();
    }

    private static String ports(Entrance entrance, List<Ingress> open) {
        Collection<Integer> ports = entrance.ports().stream()
                .filter(port -> open.isEmpty() || open.stream().anyMatch(rule -> rule.covers(port)))
                .toList();
        return ports.stream().map(String::valueOf).collect(Collectors.joining(" and "));
    }

    private static String sources(List<Ingress> open) {
        List<String> blocks = open.stream()
                .flatMap(rule -> rule.source() instanceof Ingress.Block(String cidr) ? Stream.of(cidr) : Stream.empty())
                .distinct()
                .toList();
        return blocks.stream().anyMatch(Addresses::isEverything) ? "anywhere" : String.join(", ", blocks);
    }

    /** Who may call it, in words. */
    private String callers(Member member) {
        List<Ingress> rules =
                walls.of(member.groups()).stream().filter(member::listensOn).toList();
        if (rules.isEmpty()) {
            return "nobody may call it";
        }
        String ports = rules.stream().map(Ingress::ports).distinct().collect(Collectors.joining(", "));
        String names =
                rules.stream().map(rule -> caller(rule.source())).distinct().collect(Collectors.joining(" and "));
        return ports + " from " + names + " only";
    }

    private String caller(Ingress.Source source) {
        return switch (source) {
            case Ingress.Block(String cidr) -> cidr;
            case Ingress.Elsewhere(String what) -> what;
            case Ingress.Members(String group) ->
                entrances.stream()
                        .filter(entrance -> entrance.groups().contains(group))
                        .map(Entrance::name)
                        .findFirst()
                        .or(() -> subjects.stream()
                                .filter(subject -> subject.members().stream()
                                        .anyMatch(member -> member.groups().contains(group)))
                                .map(Subject::name)
                                .findFirst())
                        .orElseGet(() -> walls.name(group));
        };
    }
}
