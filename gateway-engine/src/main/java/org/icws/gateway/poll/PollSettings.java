package org.icws.gateway.poll;

import java.util.random.RandomGenerator;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.LiveSettings;
import org.icws.gateway.metrics.HopTimes;

/**
 * What all pollers share.
 *
 * @param live polling policy, longest pause while polls fail, and time of failing after which the sessions are given up
 * @param clock time
 * @param scheduler runs the polls
 * @param random for jitter
 * @param hops measures the polls
 */
public record PollSettings(
        LiveSettings live, GatewayClock clock, GatewayScheduler scheduler, RandomGenerator random, HopTimes hops) {}
