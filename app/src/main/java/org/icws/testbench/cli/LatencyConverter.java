package org.icws.testbench.cli;

import java.time.Duration;
import java.util.Locale;
import org.icws.replica.Delay;
import org.icws.replica.LatencyProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads delays: {@code none}, {@code mainnet}, one for all requests ({@code 50ms}), a range ({@code 10ms-80ms}), or log-normal ones by
 * their median and spread ({@code 120ms~0.5}), which may name the longest ({@code 120ms~0.5-3s}).
 */
final class LatencyConverter implements ITypeConverter<LatencyProfile> {

    private static final IntervalConverter INTERVAL = new IntervalConverter();
    private static final int SEED = 1;

    /** Longer draws would be rare, but nobody wants to wait for one by chance. */
    private static final int LONGEST_BY_MEDIAN = 10;

    @Override
    public LatencyProfile convert(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        if (words.equals("none")) {
            return LatencyProfile.NONE;
        }
        if (words.equals("mainnet")) {
            return LatencyProfile.MAINNET_LIKE;
        }
        try {
            if (words.indexOf('~') >= 0) {
                Delay spread = logNormal(words);
                return new LatencyProfile(spread, spread, SEED);
            }
            int dash = words.indexOf('-');
            if (dash < 0) {
                Duration all = INTERVAL.convert(words);
                return LatencyProfile.fixed(all, all);
            }
            return LatencyProfile.uniform(
                    INTERVAL.convert(words.substring(0, dash)), INTERVAL.convert(words.substring(dash + 1)), SEED);
        } catch (TypeConversionException | IllegalArgumentException e) {
            throw new TypeConversionException("'" + text
                    + "' is not a delay; write none, mainnet, 50ms, 10ms-80ms for a range, or 120ms~0.5 for a median and"
                    + " its spread (0 to 3), 120ms~0.5-3s with the longest");
        }
    }

    private static Delay logNormal(String words) {
        int tilde = words.indexOf('~');
        int dash = words.indexOf('-', tilde);
        Duration median = INTERVAL.convert(words.substring(0, tilde));
        String sigma = words.substring(tilde + 1, dash < 0 ? words.length() : dash);
        if (!sigma.matches("\\d(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("Not a spread: " + sigma);
        }
        Duration longest =
                dash < 0 ? median.multipliedBy(LONGEST_BY_MEDIAN) : INTERVAL.convert(words.substring(dash + 1));
        return new Delay.LogNormal(median, Double.parseDouble(sigma), longest);
    }
}
