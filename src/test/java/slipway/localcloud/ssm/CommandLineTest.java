package slipway.localcloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void split_whenWordsAreBare_cutsAtWhitespace() {
        assertThat(CommandLine.split("  irb\t--noautocomplete \n -f "))
                .containsExactly("irb", "--noautocomplete", "-f");
    }

    @Test
    void split_whenWordsAreQuoted_keepsThemWhole() {
        assertThat(CommandLine.split("sh -c 'echo \"a  b\" \\n' \"x \\\" y\" ''"))
                .isEqualTo(List.of("sh", "-c", "echo \"a  b\" \\n", "x \" y", ""));
    }

    @Test
    void split_whenQuotesTouchWords_joinsThem() {
        assertThat(CommandLine.split("--name='a b'c\\ d")).containsExactly("--name=a bc d");
    }

    @Test
    void split_whenACommentBegins_leavesItOut() {
        assertThat(CommandLine.split("ls a#b # all of it\n-l")).containsExactly("ls", "a#b", "-l");
    }

    @Test
    void split_whenAQuoteIsNotClosed_isRefused() {
        assertThatThrownBy(() -> CommandLine.split("sh -c 'echo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("closing quote");
        assertThatThrownBy(() -> CommandLine.split("ls \\"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escape");
    }
}
