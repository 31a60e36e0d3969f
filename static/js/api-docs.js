// The page about the API: hands the OpenAPI document to Swagger UI. Nothing is stored, nobody else is asked.
"use strict";

const place = document.getElementById("swagger-ui");

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  supportedSubmitMethods: ["get"],
});
