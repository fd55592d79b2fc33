package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import slipway.localcloud.http.BackendPool.Algorithm;

class BackendPoolTest {
    private final Backend one = new Backend("127.0.0.1", 1);
    private final Backend two = new Backend("127.0.0.1", 2);
    private final Backend three = new Backend("127.0.0.1", 3);
    private final BackendPool pool = new BackendPool();

    @Test
    void choose_when_round_robin_takes_each_in_turn_however_busy() {
        pool.setBackends(List.of(one, two, three));

        List<Backend> chosen = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            chosen.add(pool.choose().orElseThrow());
        }

        assertThat(chosen).containsExactly(one, two, three, one, two, three);
    }

    @Test
    void choose_when_least_outstanding_takes_the_least_busy() {
        pool.setAlgorithm(Algorithm.LEAST_OUTSTANDING_REQUESTS);
        pool.setBackends(List.of(one, two, three));
        for (int number = 0; number < 6; number++) {
            assertThat(pool.choose()).isPresent();
        }
        two.end();

        assertThat(pool.choose()).contains(two);
    }

    @Test
    void choose_when_least_outstanding_is_asked_at_once_spreads_evenly() throws Exception {
        pool.setAlgorithm(Algorithm.LEAST_OUTSTANDING_REQUESTS);
        pool.setBackends(List.of(one, two, three));

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int number = 0; number < 300; number++) {
                calls.add(pool::choose);
            }
            assertThat(callers.invokeAll(calls)).hasSize(300);
        }

        assertThat(List.of(one, two, three))
                .allSatisfy(backend -> assertThat(backend.outstanding()).isEqualTo(100));
    }

    @Test
    void choose_when_a_target_fails_fast_goes_back_to_it() {
        pool.setAlgorithm(Algorithm.LEAST_OUTSTANDING_REQUESTS);
        pool.setBackends(List.of(one, two));
        assertThat(pool.choose()).contains(one);

        for (int number = 0; number < 5; number++) {
            assertThat(pool.choose()).contains(two);
            two.end();
        }
    }

    @Test
    void choose_when_there_is_no_target_is_nothing() {
        assertThat(pool.choose()).isEmpty();
    }
}
