package io.firn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.emrserverless.model.GetJobRunRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;

final class AwsJsonTest {
  private static final String LEAST =
      "'Name':'a','Role':'r','Command':{'Name':'glueetl','ScriptLocation':'s3://b/k'}";

  private static CreateJobRequest load(String json) throws IOException {
    return AwsJson.load(
        json.replace('\'', '"'), CreateJobRequest.builder(), CreateJobRequest.class);
  }

  @Test
  void membersOfAllTypesArrive() throws IOException {
    CreateJobRequest request =
        load(
            "{"
                + LEAST
                + ",'Timeout':5,'JobRunQueuingEnabled':true,'DefaultArguments':{'--a':'b'},"
                + "'Connections':{'Connections':['x']}}");

    assertThat(request.command().scriptLocation()).isEqualTo("s3://b/k");
    assertThat(request.timeout()).isEqualTo(5);
    assertThat(request.jobRunQueuingEnabled()).isTrue();
    assertThat(request.defaultArguments()).containsEntry("--a", "b");
    assertThat(request.connections().connections()).containsExactly("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{LEAST,'Timeuot':5} | /Timeuot (must be a member that the API has)",
        "{LEAST,'ExecutionProperty':{'Max':1}} | /ExecutionProperty/Max (must be a member",
        "{'Name':'a','Role':'r'} | /Command (must be there)",
        "{LEAST,'Timeout':'5'} | /Timeout (must be a number)",
        "{LEAST,'Timeout':5.5} | /Timeout (must be a number)",
        "{'Name':7} | /Name (must be a string)",
        "{LEAST,'JobRunQueuingEnabled':'true'} | /JobRunQueuingEnabled (must be true or false)",
        "{LEAST,'DefaultArguments':{'--a':1}} | /DefaultArguments/--a (must be a string)",
        "{LEAST,'Connections':{'Connections':'x'}} | /Connections/Connections (must be an array)",
        "{LEAST,'Connections':{'Connections':[1]}} | /Connections/Connections/0 (must be a string)",
        "{LEAST,'Connections':[]} | /Connections (must be an object)"
      })
  void whatTheApiWouldRefuseIsRefused(String json, String problem) {
    assertThatThrownBy(() -> load(json.replace("LEAST", LEAST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid JSON: " + problem);
  }

  @Test
  void aMemberIsThereOnce() {
    assertThatThrownBy(() -> load("{" + LEAST + ",'Role':'s'}"))
        .hasMessageContaining("Duplicate field 'Role'");
  }

  @Test
  void theSchedulersNamesBeginWithCapitals() throws IOException {
    GetJobRunRequest request =
        AwsJson.loadForScheduler(
            "{\"ApplicationId\":\"a\",\"JobRunId\":\"r\"}",
            GetJobRunRequest.builder(),
            GetJobRunRequest.class);
    assertThat(request.applicationId()).isEqualTo("a");
    assertThatThrownBy(
            () ->
                AwsJson.load(
                    "{\"ApplicationId\":\"a\",\"JobRunId\":\"r\"}",
                    GetJobRunRequest.builder(),
                    GetJobRunRequest.class))
        .hasMessageContaining("/ApplicationId (must be a member that the API has)");
  }
}
