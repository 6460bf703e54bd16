package io.firn.sandbox;

/** Why a bucket does not take exports. */
public enum BucketRefusal {
  /** Its policy does not let the service read its ACL. */
  GET_BUCKET_ACL {
    @Override
    AwsException error() {
      return AwsErrors.bucketPolicy("GetBucketAcl");
    }
  },
  /** Its policy does not let the service put objects. */
  PUT_OBJECT {
    @Override
    AwsException error() {
      return AwsErrors.bucketPolicy("PutObject");
    }
  },
  /** Its KMS key's policy does not let the service use the key: AWS tells it as a failed put. */
  KMS_KEY {
    @Override
    AwsException error() {
      return AwsErrors.bucketPolicy("PutObject");
    }
  },
  /** The caller of CreateExportTask may not put objects itself. */
  CALLER {
    @Override
    AwsException error() {
      return AwsErrors.callerMayNotPut();
    }
  };

  abstract AwsException error();
}
