package slipway.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.model.LogLevel;

/** Lines as Puma, the application, Ruby and Redis print them, and as loggers do elsewhere. */
class LevelReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Puma starting in single mode...",
                "* Puma version: 6.6.0 (\"Return to Forever\")",
                "* Listening on http://0.0.0.0:4567",
                "127.77.1.20 - - [25/Nov/2026:02:28:46 +0000] \"POST /sum HTTP/1.1\" 200 11 0.0012",
                "127.77.1.20 - - [25/Nov/2026:02:28:46 +0000] \"GET /nowhere HTTP/1.1\" 404 60 0.0004",
                "127.77.1.20 - - [25/Nov/2026:02:28:46 +0000] \"GET /?q=error HTTP/1.1\" 200 60 0.0004",
                "SIGTERM: no new requests; those under way are finished",
                "91:M 25 Nov 2026 02:28:46.123 * Ready to accept connections",
                "91:C 25 Nov 2026 02:28:46.120 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
                "91:C 25 Nov 2026 02:28:46.120 # Redis version=7.0.15, bits=64, commit=00000000, modified=0",
                "91:M 25 Nov 2026 02:28:46.121 # Server initialized",
                "91:M 25 Nov 2026 02:30:00.000 # Redis is now ready to exit, bye bye...",
                "INFO: 0 errors, 3 warnings skipped",
                "done, no errors",
                "terror: a word that only ends like one"
            })
    void level_isInfo_whenNothingIsWrong(String line) {
        assertThat(LevelReader.of(line)).isEqualTo(LogLevel.INFO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.77.1.20 - - [25/Nov/2026:02:28:46 +0000] \"POST /sum HTTP/1.1\" 200 11 1.2012",
                "127.77.1.20 - - [25/Nov/2026:02:28:46 +0000] \"POST /sum HTTP/1.1\" 499 11 0.2012",
                "api: answered 503",
                "91:M 25 Nov 2026 02:28:46.123 # WARNING Memory overcommit must be enabled!",
                "91:M 25 Nov 2026 02:28:46.123 # Connection with replica lost.",
                "app.rb:12: warning: assigned but unused variable - x",
                "[WARN] pool is nearly empty",
                "W, [2026-11-25T02:28:46.123 #91]  WARN -- : careful",
                "level=warning msg=\"disk is filling\""
            })
    void level_isWarn_whenSomethingIsOdd(String line) {
        assertThat(LevelReader.of(line)).isEqualTo(LogLevel.WARN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n=13: this process crashes now, on purpose",
                "REDIS_URL is not set. Give the address of Redis, for example redis://127.0.0.1:6379",
                "PORT is \"x\". Give a number from 0 to 65535",
                "Redis: Redis::CannotConnectError: Connection refused - connect(2) for 127.77.2.1:6379",
                "api: Errno::ECONNREFUSED: Failed to open TCP connection",
                "app.rb:12:in `x': undefined method `y' for nil (NoMethodError)",
                "127.77.1.20 - - [25/Nov/2026:02:28:46 +0000] \"POST /sum HTTP/1.1\" 503 11 0.0012",
                "91:M 25 Nov 2026 02:28:46.123 # Fatal error, can't open config file '/x'",
                "[ERROR] no room",
                "E, [2026-11-25T02:28:46.123 #91] ERROR -- : broken",
                "{\"level\":\"error\",\"msg\":\"broken\"}",
                "[BUG] Segmentation fault at 0x0000000000000000"
            })
    void level_isError_whenSomethingFailed(String line) {
        assertThat(LevelReader.of(line)).isEqualTo(LogLevel.ERROR);
    }
}
