package org.icws.testbench.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The other end of {@link Part}: reads commands until they end, prints what comes of them. */
final class Commands {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Commands() {}

    /** Carries out a command, given as its words. */
    interface Handler {
        CompletableFuture<Map<String, Object>> handle(String[] words);
    }

    /** Says that the process is ready, then serves commands; returns when there will be no more. */
    static void serve(Map<String, Object> ready, Handler handler) throws IOException {
        PrintStream out = System.out;
        print(out, ready);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                print(out, handler.handle(line.strip().split(" ")).join());
            } catch (CompletionException e) {
                print(out, Map.of("error", String.valueOf(e.getCause())));
            } catch (RuntimeException e) {
                print(out, Map.of("error", e.toString()));
            }
        }
    }

    private static void print(PrintStream out, Map<String, Object> answer) throws JsonProcessingException {
        out.println(JSON.writeValueAsString(answer));
        out.flush();
    }
}
