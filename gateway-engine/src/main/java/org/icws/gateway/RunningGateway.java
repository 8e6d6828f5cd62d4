package org.icws.gateway;

/** The engine behind {@link GatewayEngine}. */
final class RunningGateway {
    private RunningGateway() {}

    static GatewayEngine start(GatewayConfig config) {
        throw new GatewayException("The gateway is not assembled yet");
    }
}
