/**
 * The Services panel: every service and task of the environment in one tree table, with what can be done to them, and their
 * events, deployments and stopped tasks. Imports {@code workspace}, {@code controls}, {@code fx} and {@code model}.
 */
@NullMarked
package slipway.ui.services;

import org.jspecify.annotations.NullMarked;
