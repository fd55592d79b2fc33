package slipway.localcloud.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class LoopbackAddressesTest {
    @TempDir
    Path folder;

    @Test
    void assign_when_the_owner_is_known_gives_the_same_address_to_another_start_too() {
        String first = new LoopbackAddresses(new StateFolder(folder)).assign("balancer");
        var again = new LoopbackAddresses(new StateFolder(folder));

        assertThat(again.assign("balancer")).isEqualTo(first);
        assertThat(again.assign("task")).isNotEqualTo(first);
    }

    @Test
    void assign_when_an_address_was_released_gives_another() {
        var addresses = new LoopbackAddresses(new StateFolder(folder));
        String first = addresses.assign("task");

        addresses.release("task");

        assertThat(addresses.assign("task")).isNotEqualTo(first);
    }

    @Test
    void assign_stays_above_the_networks_that_the_system_uses() {
        var addresses = new LoopbackAddresses(new StateFolder(folder));

        List<String> given = IntStream.range(0, 300)
                .mapToObj(task -> addresses.assign("task-" + task))
                .toList();

        assertThat(given).doesNotHaveDuplicates().allSatisfy(address -> {
            String[] parts = address.split("\\.", -1);
            assertThat(parts[0]).isEqualTo("127");
            assertThat(Integer.parseInt(parts[1])).isBetween(16, 254);
            assertThat(Integer.parseInt(parts[3])).isBetween(1, 254);
        });
    }

    @Test
    void beginning_when_many_clouds_share_a_machine_leaves_each_room_for_its_tasks() {
        int[] beginnings = IntStream.range(0, 200)
                .map(user -> LoopbackAddresses.beginning(Path.of("/home/user" + user + "/.local/state/slipway")))
                .sorted()
                .toArray();

        assertThat(IntStream.range(1, beginnings.length).map(at -> beginnings[at] - beginnings[at - 1]))
                .allSatisfy(room -> assertThat(room).isGreaterThan(256));
    }
}
