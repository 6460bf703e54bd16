package io.firn.sandbox.http;

import io.firn.sandbox.AwsException;
import io.firn.sandbox.CloudLogs;
import io.firn.sandbox.Operation;
import io.firn.sandbox.RegionalLogs;

/** CloudWatch and STS in theirs, the query protocol: a form in, XML out. */
final class QueryApi {
  private final CloudLogs model;
  private final Accounts accounts;
  private final TokenCalls tokens;

  QueryApi(CloudLogs model, Accounts accounts) {
    this.model = model;
    this.accounts = accounts;
    this.tokens = new TokenCalls(accounts);
  }

  WireResponse answer(WireRequest request) {
    try {
      Caller caller = Caller.of(request, accounts);
      return answer(Form.of(request), caller, model.in(caller.place()));
    } catch (AwsException e) {
      return Xml.error(e);
    }
  }

  private WireResponse answer(Form form, Caller caller, RegionalLogs logs) {
    String action = form.text("Action");
    Operation operation = Operation.named(action).orElseThrow(() -> unknown(action));
    return switch (operation) {
      case GET_METRIC_DATA -> MetricCalls.answer(form, logs);
      case ASSUME_ROLE -> {
        logs.admit(operation);
        yield tokens.assumeRole(form);
      }
      case GET_CALLER_IDENTITY -> {
        logs.admit(operation);
        yield tokens.callerIdentity(caller);
      }
      default -> throw unknown(action);
    };
  }

  private static AwsException unknown(String action) {
    return new AwsException("InvalidAction", "The sandbox does not know the action " + action);
  }
}
