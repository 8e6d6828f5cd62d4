package org.icws.gateway.protocol.v1;

import org.icws.protocol.candid.CandidText;

/**
 * The declared types of a reply of ws_get_messages, reduced to the order in which its parts come.
 *
 * @param valuesAt where the values start
 * @param okCase index of the case Ok
 * @param page parts of the page
 * @param message parts of a message
 * @param client parts of a client key
 */
record PageShape(int valuesAt, int okCase, Field[] page, Field[] message, Field[] client) {
    /** What a part is. */
    enum Field {
        MESSAGES,
        CERT,
        TREE,
        END,
        OPTIONAL_END,
        CLIENT_KEY,
        KEY,
        CONTENT,
        PRINCIPAL,
        NONCE
    }

    private static final long OK = id("Ok");
    private static final long MESSAGES_ID = id("messages");
    private static final long CERT_ID = id("cert");
    private static final long TREE_ID = id("tree");
    private static final long END_ID = id("is_end_of_queue");
    private static final long CLIENT_KEY_ID = id("client_key");
    private static final long KEY_ID = id("key");
    private static final long CONTENT_ID = id("content");
    private static final long PRINCIPAL_ID = id("client_principal");
    private static final long NONCE_ID = id("client_nonce");

    private static final int BOOL = -2;
    private static final int NAT8 = -5;
    private static final int NAT64 = -8;
    private static final int TEXT = -15;
    private static final int OPT = -18;
    private static final int VEC = -19;
    private static final int RECORD = -20;
    private static final int VARIANT = -21;
    private static final int PRINCIPAL_TYPE = -24;
    private static final int MAX_TYPES = 32;
    private static final int MAX_FIELDS = 8;

    private static long id(String name) {
        return CandidText.hash(name);
    }

    /** @return the shape, or null if the types are others than those of canister libraries */
    static PageShape of(byte[] reply) {
        try {
            return new Reader(reply).read();
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static final class Reader {
        private final byte[] data;
        private int at;
        private int[] codes;
        private long[][] ids;
        private int[][] parts;

        Reader(byte[] data) {
            this.data = data;
        }

        PageShape read() {
            require(data[0] == 'D' && data[1] == 'I' && data[2] == 'D' && data[3] == 'L');
            at = 4;
            int count = small(MAX_TYPES);
            codes = new int[count];
            ids = new long[count][];
            parts = new int[count][];
            for (int i = 0; i < count; i++) {
                type(i);
            }
            require(small(MAX_FIELDS) == 1);
            int result = signed();
            require(code(result) == VARIANT);
            int okCase = 0;
            while (ids[result][okCase] != OK) {
                okCase++;
            }
            int page = parts[result][okCase];
            Field[] pageFields = fields(page);
            require(has(pageFields, Field.MESSAGES) && has(pageFields, Field.CERT) && has(pageFields, Field.TREE));
            int message = parts[part(page, MESSAGES_ID)][0];
            Field[] messageFields = fields(message);
            require(messageFields.length == 3 && has(messageFields, Field.CLIENT_KEY));
            require(has(messageFields, Field.KEY) && has(messageFields, Field.CONTENT));
            Field[] clientFields = fields(part(message, CLIENT_KEY_ID));
            require(clientFields.length == 2 && has(clientFields, Field.PRINCIPAL) && has(clientFields, Field.NONCE));
            return new PageShape(at, okCase, pageFields, messageFields, clientFields);
        }

        private static boolean has(Field[] fields, Field wanted) {
            for (Field field : fields) {
                if (field == wanted) {
                    return true;
                }
            }
            return false;
        }

        private Field[] fields(int record) {
            require(code(record) == RECORD);
            Field[] fields = new Field[ids[record].length];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = field(ids[record][i], parts[record][i]);
            }
            return fields;
        }

        private int part(int record, long id) {
            int i = 0;
            while (ids[record][i] != id) {
                i++;
            }
            return parts[record][i];
        }

        private Field field(long id, int type) {
            Field field = null;
            if (id == MESSAGES_ID && code(type) == VEC && code(parts[type][0]) == RECORD) {
                field = Field.MESSAGES;
            } else if (id == CERT_ID && isBlob(type)) {
                field = Field.CERT;
            } else if (id == TREE_ID && isBlob(type)) {
                field = Field.TREE;
            } else if (id == END_ID && type == BOOL) {
                field = Field.END;
            } else if (id == END_ID && code(type) == OPT && parts[type][0] == BOOL) {
                field = Field.OPTIONAL_END;
            } else if (id == CLIENT_KEY_ID && code(type) == RECORD) {
                field = Field.CLIENT_KEY;
            } else if (id == KEY_ID && type == TEXT) {
                field = Field.KEY;
            } else if (id == CONTENT_ID && isBlob(type)) {
                field = Field.CONTENT;
            } else if (id == PRINCIPAL_ID && type == PRINCIPAL_TYPE) {
                field = Field.PRINCIPAL;
            } else if (id == NONCE_ID && type == NAT64) {
                field = Field.NONCE;
            }
            require(field != null);
            return field;
        }

        private boolean isBlob(int type) {
            return code(type) == VEC && parts[type][0] == NAT8;
        }

        private int code(int type) {
            return type < 0 ? type : codes[type];
        }

        private void type(int index) {
            codes[index] = signed();
            switch (codes[index]) {
                case OPT, VEC -> parts[index] = new int[] {signed()};
                case RECORD, VARIANT -> {
                    int count = small(MAX_FIELDS);
                    ids[index] = new long[count];
                    parts[index] = new int[count];
                    for (int i = 0; i < count; i++) {
                        ids[index][i] = unsigned();
                        parts[index][i] = signed();
                        // Ids increase strictly, or the declaration is not valid.
                        require(i == 0 || ids[index][i] > ids[index][i - 1]);
                    }
                }
                default -> throw new IndexOutOfBoundsException();
            }
        }

        private int small(int most) {
            long value = unsigned();
            require(value <= most);
            return (int) value;
        }

        private long unsigned() {
            long value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                int b = data[at++];
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IndexOutOfBoundsException();
        }

        private int signed() {
            int b = data[at++];
            // One byte is enough for all types this protocol uses: opcodes, and indexes below 64.
            require(b >= 0);
            return b << 25 >> 25;
        }

        private static void require(boolean expected) {
            if (!expected) {
                throw new IndexOutOfBoundsException();
            }
        }
    }
}
