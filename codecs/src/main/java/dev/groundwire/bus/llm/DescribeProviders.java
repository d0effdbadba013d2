package dev.groundwire.bus.llm;

/** How the providers fare, for operators. */
public record DescribeProviders() {}
