package io.runnel.verify;

import java.net.InetSocketAddress;

/** What every row of the contract is asked over: one port serves both (contract 1.1). */
enum Protocol {
    HTTP_1_1 {
        @Override
        Connection connect(InetSocketAddress server) {
            return Http1.connect(server);
        }
    },
    /** Cleartext, with prior knowledge. */
    HTTP_2 {
        @Override
        Connection connect(InetSocketAddress server) {
            return Http2.connect(server);
        }
    };

    abstract Connection connect(InetSocketAddress server);
}
