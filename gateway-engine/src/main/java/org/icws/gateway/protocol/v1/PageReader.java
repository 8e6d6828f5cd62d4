package org.icws.gateway.protocol.v1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ic4j.types.Principal;

/**
 * Reads replies of ws_get_messages, many a second: one walk over the bytes of a reply whose types are the ones canister
 * libraries declare, in whatever order; everything else is left to the general decoder, which also says what is wrong.
 * Clients it has met are recognised by their bytes. Used by one thread at a time.
 */
public final class PageReader {
    /** A power of two; a client that loses its place to another is made anew, no more. */
    private static final int REMEMBERED = 4096;

    private final ClientKey[] clients = new ClientKey[REMEMBERED];

    /**
     * @param reply the reply's bytes
     * @return the page
     * @throws V1Exception if the bytes are no such reply, or the canister answered Err
     */
    public MessagesPage read(byte[] reply) {
        PageShape shape = PageShape.of(reply);
        if (shape == null) {
            return CanisterResults.page(reply);
        }
        try {
            MessagesPage page = new Walk(reply, shape).page();
            return page == null ? CanisterResults.page(reply) : page;
        } catch (IndexOutOfBoundsException e) {
            return CanisterResults.page(reply);
        }
    }

    private ClientKey client(byte[] data, int at, int length, long nonce) {
        int slot = (int) (nonce ^ nonce >>> 32 ^ nonce >>> 47) & REMEMBERED - 1;
        ClientKey known = clients[slot];
        if (known != null && known.nonce() == nonce) {
            byte[] principal = known.principal().getValue();
            if (Arrays.equals(principal, 0, principal.length, data, at, at + length)) {
                return known;
            }
        }
        Principal principal = V1Principals.of(Arrays.copyOfRange(data, at, at + length));
        return clients[slot] = new ClientKey(principal, nonce);
    }

    /** One walk over one reply; null or an exception where it meets what it does not expect. */
    private final class Walk {
        private final byte[] data;
        private final PageShape shape;
        private int at;
        private byte[] cert;
        private byte[] tree;
        private Optional<Boolean> end = Optional.empty();
        private List<QueuedMessage> messages;

        Walk(byte[] data, PageShape shape) {
            this.data = data;
            this.shape = shape;
            this.at = shape.valuesAt();
        }

        MessagesPage page() {
            if (length() != shape.okCase()) {
                return null;
            }
            for (PageShape.Field field : shape.page()) {
                switch (field) {
                    case MESSAGES -> messages = messages();
                    case CERT -> cert = blob();
                    case TREE -> tree = blob();
                    case END -> end = Optional.of(flag());
                    case OPTIONAL_END -> end = Optional.of(!flag() || flag());
                    default -> throw new IndexOutOfBoundsException();
                }
            }
            return at == data.length ? new MessagesPage(messages, cert, tree, end) : null;
        }

        private List<QueuedMessage> messages() {
            int count = length();
            List<QueuedMessage> read = new ArrayList<>(Math.min(count, 64));
            for (int i = 0; i < count; i++) {
                read.add(message());
            }
            return read;
        }

        private QueuedMessage message() {
            ClientKey client = null;
            String key = null;
            byte[] content = null;
            for (PageShape.Field field : shape.message()) {
                switch (field) {
                    case CLIENT_KEY -> client = client();
                    case KEY -> key = text();
                    default -> content = blob();
                }
            }
            return new QueuedMessage(client, key, content);
        }

        private ClientKey client() {
            long nonce = 0;
            int principal = 0;
            int length = 0;
            for (PageShape.Field field : shape.client()) {
                if (field == PageShape.Field.NONCE) {
                    nonce = nat64();
                } else {
                    require(data[at++] == 1);
                    length = length();
                    principal = at;
                    at += length;
                }
            }
            require(length <= 29 && at <= data.length);
            return PageReader.this.client(data, principal, length, nonce);
        }

        private byte[] blob() {
            int length = length();
            at += length;
            return Arrays.copyOfRange(data, at - length, at);
        }

        private String text() {
            int length = length();
            at += length;
            for (int i = at - length; i < at; i++) {
                // Keys are ASCII; anything else needs the general decoder's care.
                require(data[i] >= 0);
            }
            return new String(data, at - length, length, StandardCharsets.ISO_8859_1);
        }

        private boolean flag() {
            int value = data[at++];
            require(value == 0 || value == 1);
            return value == 1;
        }

        private long nat64() {
            long value = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                value |= (data[at++] & 0xFFL) << Byte.SIZE * i;
            }
            return value;
        }

        private int length() {
            long value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                int b = data[at++];
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    require(value <= data.length - at);
                    return (int) value;
                }
            }
            throw new IndexOutOfBoundsException();
        }

        private void require(boolean expected) {
            if (!expected) {
                throw new IndexOutOfBoundsException();
            }
        }
    }
}
